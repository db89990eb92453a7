import { readFileSync } from "node:fs";
import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import { stream } from "../../src/random.ts";

/** A step of Gymnasium from a state that was forced upon it. */
interface GoldenStep {
  readonly state: number[];
  readonly action: number | number[];
  readonly next_state: number[];
  /** Of the next state. */
  readonly obs: number[];
  readonly reward: number;
  readonly terminated: boolean;
}

const { envs } = JSON.parse(
  readFileSync(new URL("../golden/gymnasium-golden.json", import.meta.url), "utf8"),
) as { envs: Record<string, GoldenStep[]> };

/** Largest differences between an environment and Gymnasium over all golden steps. */
export interface Distance {
  readonly state: number;
  readonly observation: number;
  readonly reward: number;
  /** Steps that one of the two ends and the other does not. */
  readonly terminated: number;
}

/** Largest |a − b|; ∞ where one of them has more numbers, or none at all. */
const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a.length === b.length
    ? Math.max(...Array.from(a, (x, i) => (x === b[i] ? 0 : Math.abs(x - b[i]) || Infinity)))
    : Infinity;

export const distanceFromSteps = (environment: ContinuousEnvironment, id: string): Distance => {
  const outcome = { reward: Number.NaN, terminated: false };
  const distance = { state: 0, observation: 0, reward: 0, terminated: 0 };
  for (const golden of envs[id]) {
    const state = Float64Array.from(golden.state);
    const observation = new Float64Array(environment.observationSize);
    environment.step(state, Float64Array.from([golden.action].flat()), stream("golden"), outcome);
    environment.observe!(state, observation);
    distance.state = Math.max(distance.state, difference(state, golden.next_state));
    distance.observation = Math.max(distance.observation, difference(observation, golden.obs));
    distance.reward = Math.max(distance.reward, difference([outcome.reward], [golden.reward]));
    distance.terminated += Number(outcome.terminated !== golden.terminated);
  }
  return distance;
};
