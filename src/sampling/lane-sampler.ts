import type { ContinuousEnvironment, Outcome } from "../../envs/contract/environment.ts";
import { rowsOf } from "../linear-algebra/rows.ts";
import { held, type Savable } from "../memory/state.ts";
import type { RunningNormalizer } from "../normalizers/observations.ts";
import type { RewardScaler } from "../normalizers/rewards.ts";
import type { ObservationNormalizer, PolicyRows } from "../policies/policy.ts";
import type { Random } from "../random.ts";
import { GOES_ON, type LaneBatch, TERMINATED, TRUNCATED } from "../trajectories/lane-batch.ts";
import { LaneBuffer } from "./lane-buffer.ts";
import { lanesOf } from "./lanes-of.ts";

/** What lanes are drawn with. */
export interface LaneParts {
  readonly environment: ContinuousEnvironment;
  readonly policy: PolicyRows;
  /** Steps after which an episode is truncated. */
  readonly horizon: number;
  /** γ of the discounted returns that are told. */
  readonly discount: number;
  readonly lanes: number;
  /** Whether episodes go on in the next batch; else every batch begins with a reset. */
  readonly carry: boolean;
  /** Moves with every step, where it is a running one. */
  readonly normalizer?: RunningNormalizer | ObservationNormalizer | undefined;
  readonly scaler?: Pick<RewardScaler, "scale"> | undefined;
}

/** Draws batches of so many steps in each lane; the same memory serves the next one. */
export interface LaneSampler extends Savable {
  /** @param steps of each lane @throws RangeError where the environment gives what is not finite */
  draw(steps: number): LaneBatch;
}

/**
 * Draws steps of several environments side by side, an action of all of them at a time. Draws are made in the order of
 * time, and at each time in the order of the lanes. An episode that ends is followed by the next in the same lane at once.
 *
 * A running normalizer sees each observation that an action is chosen for, once, before that; those that an episode ends
 * with are normalized as it is then, and not learned from.
 */
export const laneSampler = (parts: LaneParts, actionDraws: Random, environmentDraws: Random): LaneSampler => {
  const { environment, policy, horizon, discount, lanes, carry, normalizer, scaler } = parts;
  const { observationSize: O, action } = environment;
  const K = action.size ?? 1;
  const stepped = lanesOf(environment, environmentDraws, { lanes, groupSize: 1, carry });
  const { states, history } = stepped;
  const all = Int32Array.from({ length: lanes }, (_, lane) => lane);
  const observations = new Float64Array(lanes * O);
  const observationRows = rowsOf(lanes, O, observations);
  const inputs = new Float64Array(lanes * O);
  const actions = new Float64Array(lanes * K);
  const actionRows = rowsOf(lanes, K, actions);
  const times = new Int32Array(lanes);
  const returns = new Float64Array(lanes);
  const discounted = new Float64Array(lanes);
  const factors = new Float64Array(lanes); // γᵗ
  const rewards = new Float64Array(lanes);
  const scaled = new Float64Array(lanes);
  const endings = new Uint8Array(lanes);
  const outcome: Outcome = { reward: 0, terminated: false };
  const own = {
    ...{ states, observations, inputs, times, returns, discounted, factors, begun: 0 },
    ...(history && { history }),
  };
  const batch = new LaneBuffer(O, K, lanes);

  const begin = (lane: number): void => {
    stepped.begin(lane, true);
    stepped.observe(lane, observationRows[lane]);
    times[lane] = 0;
    returns[lane] = discounted[lane] = 0;
    factors[lane] = 1;
  };
  /** What the policy is to read of the present observations; seen once each. */
  const look = (): void => {
    if (normalizer && "see" in normalizer) normalizer.see(observations, lanes);
    if (normalizer) normalizer.apply(observations, 0, lanes, inputs);
    else inputs.set(observations);
  };
  const beginAll = (): void => {
    for (let lane = 0; lane < lanes; lane++) begin(lane);
    look();
    own.begun = 1;
  };
  /** Takes the action of a lane; returns how that left its episode. */
  const step = (lane: number): number => {
    stepped.step(lane, lane, actionRows[lane], outcome);
    returns[lane] += outcome.reward;
    discounted[lane] += factors[lane] * outcome.reward;
    factors[lane] *= discount;
    times[lane]++;
    if (outcome.terminated) return TERMINATED;
    return times[lane] >= horizon ? TRUNCATED : GOES_ON;
  };
  /** What is not finite would spoil all normalizers, for good. */
  const requireFinite = (lane: number): void => {
    const row = observationRows[lane];
    let sum = 0 * rewards[lane]; // 0 · ∞ and 0 · NaN are NaN
    for (let o = 0; o < O; o++) sum += 0 * row[o];
    if (sum !== 0)
      throw new RangeError(
        `${environment.kind} gave an observation or a reward that is not finite, at step ${times[lane]} of an episode`,
      );
  };

  return {
    ...held(own),
    draw(steps) {
      if (own.begun === 0 || !carry) beginAll();
      batch.begin(steps);
      for (let t = 0; t < steps; t++) {
        policy.act(inputs, lanes, times, actionDraws, actions);
        batch.add(t, observations, inputs, actions, times);
        stepped.advance(all, lanes, actions);
        for (let lane = 0; lane < lanes; lane++) {
          endings[lane] = step(lane);
          rewards[lane] = outcome.reward;
          stepped.observe(lane, observationRows[lane]);
          requireFinite(lane);
          if (endings[lane] === GOES_ON) continue;
          batch.endsAt(t, lane);
          batch.episodes.add(returns[lane], discounted[lane], times[lane]);
          batch.end(observationRows[lane], normalizer);
          begin(lane);
        }
        if (scaler) scaler.scale(rewards, endings, scaled);
        batch.addRewards(t, rewards, scaler ? scaled : rewards, endings);
        look();
      }
      batch.finish(observations, inputs);
      return batch;
    },
  };
};
