import type { ContinuousEnvironment, Outcome } from "../../envs/contract/environment.ts";
import type { FunctionPolicy } from "../policies/policy.ts";
import type { Random } from "../random.ts";
import { Tape } from "./tape.ts";

/** A trajectory up to some time t, from which others branch off. */
export interface Branching {
  /** Environment steps taken since `begin`. */
  readonly steps: number;
  /** What the policy sees at t. # [O] */
  readonly observation: Float64Array;
  /** Whose actions are taken, and where all draws come from. */
  begin(policy: FunctionPolicy, random: Random): void;
  /** Draws a trajectory until time t and the action that it would take there; false if it ended before. */
  reach(t: number): boolean;
  /**
   * G_t = r_t + γ r_{t+1} + … of a branch whose action at t has the value u in coordinate k; the other coordinates, the
   * later actions and the noise come from the same random numbers for all branches.
   */
  returnWith(k: number, u: number): number;
}

/** Branches of trajectories with continuous actions; each starts from a copy of the state. */
export const branching = (
  environment: ContinuousEnvironment,
  { horizon, discount }: { readonly horizon: number; readonly discount: number },
): Branching => {
  const { stateSize: D, observationSize: O } = environment;
  const K = environment.action.size ?? 1;
  const state = new Float64Array(D); // at t
  const moved = new Float64Array(D);
  const seen = new Float64Array(O);
  const drawn = new Float64Array(K); // the action at t
  const action = new Float64Array(K);
  const observation = new Float64Array(O);
  const outcome: Outcome = { reward: 0, terminated: false };
  const actions = new Tape();
  const randomness = new Tape();
  const observe = environment.observe?.bind(environment) ?? ((from, out) => out.set(from));
  let policy: FunctionPolicy;
  let time = 0;
  let actionPlace = 0;
  let noisePlace = 0;
  let steps = 0;
  return {
    get steps() {
      return steps;
    },
    observation,
    begin(acting, random) {
      policy = acting;
      actions.record(random);
      randomness.record(random);
      steps = 0;
    },
    reach(t) {
      actions.record();
      randomness.record();
      environment.reset(state, randomness);
      for (let s = 0; s < t; s++) {
        observe(state, seen);
        policy.act(seen, 1, s, actions, action);
        environment.step(state, action, randomness, outcome);
        steps++;
        if (outcome.terminated) return false;
      }
      observe(state, observation);
      policy.act(observation, 1, t, actions, drawn);
      time = t;
      actionPlace = actions.place;
      noisePlace = randomness.place;
      return true;
    },
    returnWith(k, u) {
      actions.rewind(actionPlace);
      randomness.rewind(noisePlace);
      moved.set(state);
      action.set(drawn);
      action[k] = u;
      let sum = 0;
      let coefficient = 1;
      for (let s = time; s < horizon; s++) {
        if (s > time) {
          observe(moved, seen);
          policy.act(seen, 1, s, actions, action);
        }
        environment.step(moved, action, randomness, outcome);
        steps++;
        sum += coefficient * outcome.reward;
        coefficient *= discount;
        if (outcome.terminated) break;
      }
      return sum;
    },
  };
};
