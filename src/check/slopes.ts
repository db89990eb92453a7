import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import type { Slopes } from "../../envs/contract/models.ts";
import { Tape } from "../../envs/contract/tape.ts";
import { MAX_WALK_DISTANCE } from "../../envs/contract/walk.ts";
import type { FunctionPolicy } from "../policies/policy.ts";
import type { ContinuousPoint } from "../problem/point.ts";
import { normal, stream } from "../random.ts";
import { atMost, type Claim } from "./claim.ts";

/** Trajectories, and steps of each at most, whose slopes are looked at. */
const TRAJECTORIES = 8;
const STEPS = 20;
/** Half widths of central differences: small ones for bends and kinks, large ones for what counts in float32. */
const WIDTHS = [3, 6, 9, 12, 15, 18, 21].map((power) => 2 ** -power);
/** Of the largest number of a block; what steps in float32 leave room for. */
const MAX_RELATIVE_ERROR = 1e-4;

const blocks = ["state", "action", "rewardState", "rewardAction"] as const;

/** A step that was taken, and what is needed to take it again. */
interface Taken {
  readonly state: Float64Array; // [D]
  readonly action: Float64Array; // [K]
  readonly next: Float64Array; // [D]
  /** Place on the tape before it. */
  readonly place: number;
}

/**
 * Checks the slopes of `step` against central differences of it with common random numbers, on trajectories of the
 * policy with standard normal noise added to its actions, so that they go where steps are clipped.
 *
 * The difference that is closest counts, of several widths; where no two neighbors among them agree, as at a kink,
 * there is nothing to compare with, and the number is left out.
 */
export function* checkSlopes(point: ContinuousPoint): Generator<Claim> {
  const { policy } = point;
  const { environment, objective } = point.problem;
  const { kind, slopes, stateSize: D, action } = environment;
  if (slopes === undefined || action.size === undefined) return;
  const tape = new Tape(stream("check", "slopes"));
  const zero = () => slopesOf(D, action.size);
  const claimed = zero();
  const found = WIDTHS.map(zero);
  const compared: Compared[] = [];
  policy.load(point.theta);
  for (const taken of walk(environment, policy, Math.min(objective.horizon, STEPS), tape)) {
    slopes.at(taken.state, taken.action, taken.next, claimed);
    for (const [w, width] of WIDTHS.entries()) differences(environment, taken, tape, width, found[w]);
    for (const block of blocks)
      for (const [k, slope] of claimed[block].entries())
        compared.push({
          block,
          ...compare(
            slope,
            found.map((each) => each[block][k]),
          ),
        });
  }
  let worst = 0;
  let left = 0;
  for (const block of blocks) {
    const own = compared.filter((each) => each.block === block);
    const scale = own.reduce((largest, { size }) => Math.max(largest, size), 0);
    for (const { error, rough } of own) {
      if (error > MAX_RELATIVE_ERROR * scale && rough > MAX_RELATIVE_ERROR * scale) left++;
      else if (error !== 0) worst = Math.max(worst, error / scale);
    }
  }
  yield atMost(
    `${kind}: slopes of steps against finite differences`,
    2 * left > compared.length ? Number.NaN : worst,
    MAX_RELATIVE_ERROR,
    left === 0 ? undefined : `${left} of ${compared.length} left out, where differences do not settle`,
  );
}

/** A slope beside differences of several widths. */
interface Compared {
  readonly block: (typeof blocks)[number];
  /** From the difference that is closest. */
  readonly error: number;
  /** How far apart those two neighbors are that agree best. */
  readonly rough: number;
  /** The larger of the slope and of what these two say. */
  readonly size: number;
}

const compare = (slope: number, values: readonly number[]): Omit<Compared, "block"> => {
  let rough = Number.POSITIVE_INFINITY;
  let settled = 0;
  let error = Math.abs(values[0] - slope);
  for (let w = 1; w < values.length; w++) {
    error = Math.min(error, Math.abs(values[w] - slope));
    const apart = Math.abs(values[w] - values[w - 1]);
    if (!(apart < rough)) continue;
    rough = apart;
    settled = values[w];
  }
  return { error, rough, size: Math.max(Math.abs(slope), Math.abs(settled)) };
};

const slopesOf = (D: number, K: number): Slopes => ({
  state: new Float64Array(D * D),
  action: new Float64Array(D * K),
  rewardState: new Float64Array(D),
  rewardAction: new Float64Array(K),
});

/** Steps of trajectories of the policy, with some noise of its own. */
function* walk(
  environment: ContinuousEnvironment,
  policy: FunctionPolicy,
  horizon: number,
  tape: Tape,
): Generator<Taken> {
  const { stateSize, observationSize, action: space } = environment;
  const random = stream("check", "slopes", "actions");
  const observation = new Float64Array(observationSize);
  const outcome = { reward: 0, terminated: false };
  for (let i = 0; i < TRAJECTORIES; i++) {
    const next = new Float64Array(stateSize);
    environment.reset(next, tape);
    outcome.terminated = false;
    for (let t = 0; t < horizon && !outcome.terminated; t++) {
      if (next.some((x) => Math.abs(x) > MAX_WALK_DISTANCE)) break;
      const state = next.slice();
      const action = new Float64Array(space.size ?? 1);
      if (environment.observe) environment.observe(state, observation);
      else observation.set(state);
      policy.act(observation, 1, t, random, action);
      for (let k = 0; k < action.length; k++) action[k] += normal(random);
      const { place } = tape;
      environment.step(next, action, tape, outcome);
      const after = tape.place;
      yield { state, action, next: next.slice(), place };
      tape.place = after;
    }
  }
}

/** Writes central differences of a step with the same draws. */
const differences = (
  environment: ContinuousEnvironment,
  { state, action, place }: Taken,
  tape: Tape,
  width: number,
  out: Slopes,
): void => {
  const outcome = { reward: 0, terminated: false };
  /** Where the step leads, and what it pays, from a place that is moved by `by` in one coordinate of its own. */
  const moved = (own: Float64Array, j: number, by: number) => {
    const to = state.slice();
    const taken = action.slice();
    (own === state ? to : taken)[j] += by;
    tape.place = place;
    environment.step(to, taken, tape, outcome);
    return { to, reward: outcome.reward };
  };
  for (const [own, slopes, rewards] of [
    [state, out.state, out.rewardState],
    [action, out.action, out.rewardAction],
  ] as const) {
    for (let j = 0; j < own.length; j++) {
      const up = moved(own, j, width);
      const down = moved(own, j, -width);
      for (let i = 0; i < state.length; i++)
        slopes[i * own.length + j] = (up.to[i] - down.to[i]) / (2 * width);
      rewards[j] = (up.reward - down.reward) / (2 * width);
    }
  }
};
