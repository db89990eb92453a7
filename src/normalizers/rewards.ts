import { held, type Savable } from "../memory/state.ts";
import { type MomentsOptions, runningMoments } from "./moments.ts";

/** How a step leaves an episode. */
const TERMINATED = 1;
const TRUNCATED = 2;

export interface RewardScalerOptions extends MomentsOptions {
  /**
   * "returns": r over the deviation of R, R ← γR + r along each lane; no mean is subtracted.
   * "rewards": (r − mean)/deviation + mean, of the rewards themselves.
   */
  readonly of: "returns" | "rewards";
  /** γ of "returns". */
  readonly discount: number;
  /**
   * When R begins at 0 again. "ends": after every step that ends an episode, also by its time limit (Baselines,
   * stable-baselines3, "Implementation Matters"). "terminations": before the reward of a step that terminates one, so one step
   * earlier, and never by a time limit (Gymnasium's wrapper, and so CleanRL).
   */
  readonly restart: "ends" | "terminations";
  /** What is written lies within ± this; Infinity for no limit. */
  readonly clip: number;
}

/** Scales rewards by the moments of what was seen so far. */
export interface RewardScaler extends Savable {
  /**
   * Takes in the rewards of one time step, one of each lane, as one sample, and then writes them scaled: with several
   * lanes, all by the same deviation, as the wrappers of vector environments do it.
   * @param rewards [lanes] @param endings 0 where the episode goes on, 1 where it terminated, 2 where it was truncated, or cut
   * with a reset after it. # [lanes] @param out [lanes], may be `rewards`
   */
  scale(rewards: Float64Array, endings: Uint8Array, out: Float64Array): void;
  /** A reward scaled by what was seen so far, which stays as it is. */
  frozen(reward: number): number;
  /** Rewards in one unit of what is written, so far; NaN where more is done than scaling, but for the limit. */
  unit(): number;
}

/** Scales as a scaler does at the time, and changes nothing of it. */
export const frozenScaler = ({ frozen }: RewardScaler): Pick<RewardScaler, "scale"> => ({
  scale(rewards, _, out) {
    for (let lane = 0; lane < rewards.length; lane++) out[lane] = frozen(rewards[lane]);
  },
});

/**
 * Rewards in units of a running deviation. Baselines, stable-baselines3: "returns" with a "population" and "ends"; Gymnasium:
 * with "terminations" (CleanRL wraps every environment for itself, so it has a scaler of one lane for each); "Implementation
 * Matters": with a "sample" and "ends", and its "rewards". All clip at ±10, unless said otherwise, with ε 1e-8.
 *
 * Source: Engstrom et al. (2020), arXiv 2005.12729, §3, and the code of those named.
 */
export const rewardScaler = (lanes: number, options: RewardScalerOptions): RewardScaler => {
  const { of, discount, restart, clip } = options;
  const seen = runningMoments(1, options);
  const moments = Float64Array.of(0, 1); // mean and deviation
  const returns = new Float64Array(lanes);
  const scaled = (reward: number): number => {
    const x = of === "returns" ? reward / moments[1] : (reward - moments[0]) / moments[1] + moments[0];
    return Math.max(-clip, Math.min(clip, x));
  };
  return {
    ...held({ seen, moments, returns }),
    frozen: scaled,
    unit: () => (of === "returns" ? moments[1] : Number.NaN),
    scale(rewards, endings, out) {
      for (let lane = 0; lane < lanes; lane++) {
        if (restart === "terminations" && endings[lane] === TERMINATED) returns[lane] = 0;
        returns[lane] = discount * returns[lane] + rewards[lane];
      }
      seen.see(of === "returns" ? returns : rewards, lanes);
      seen.write(moments);
      for (let lane = 0; lane < lanes; lane++) {
        out[lane] = scaled(rewards[lane]);
        if (restart === "ends" && (endings[lane] === TERMINATED || endings[lane] === TRUNCATED))
          returns[lane] = 0;
      }
    },
  };
};
