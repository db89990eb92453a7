import { cumulative, distributionFault } from "./contract/distribution.ts";
import type { FiniteEnvironment } from "./contract/environment.ts";
import type { FiniteModel } from "./contract/models.ts";

/** One outcome of (s, a). */
export type Transition = readonly [probability: number, next: number, reward: number, terminated: boolean];

/** A Markov decision process, written down the way that is easiest to read. */
export interface FiniteProcess {
  readonly states: number;
  readonly actions: number;
  /** Distribution of the first state. # [S] */
  readonly initial: ArrayLike<number>;
  /** All outcomes of an action, one state twice if need be; called once for each (s, a), in their order. */
  outcomes(state: number, action: number): readonly Transition[];
  /** Features of every state. # [S, D] */
  readonly features?: Float64Array;
}

/** Most outcomes of all actions in all states together: their tables, and those made of them, take about a GiB. */
export const MAX_OUTCOMES = 4_000_000;

/**
 * An environment that samples its own model, by inverse CDF. This is the contract for whoever samples the
 * model elsewhere and wants the same draws:
 * - `reset` draws nothing if a first state has probability 1, else one uniform;
 * - `step` draws nothing if (s, a) has one outcome, else one uniform;
 * - the first entry of `thresholds` that exceeds the uniform is taken.
 *
 * Outcomes of probability zero are dropped; no others are merged or moved.
 *
 * @throws RangeError if a distribution does not sum to 1, or an outcome names no state or no finite reward
 */
export const finiteEnvironment = (kind: string, process: FiniteProcess): FiniteEnvironment => ({
  ...modelEnvironment(kind, compile(kind, process)),
  ...(process.features && { features: process.features }),
});

/** The same from a model that is compiled already; what it holds is not looked at. */
export const modelEnvironment = (kind: string, model: FiniteModel): FiniteEnvironment => {
  const { actions, start, next, reward, terminated } = model;
  const thresholds = cumulative(model);
  const { initial: initialThreshold, outcome: outcomeThreshold } = thresholds;
  const first = model.initial.indexOf(1); // −1 if the first state is random
  return {
    kind,
    states: model.states,
    actions,
    model,
    thresholds,
    reset(random) {
      if (first >= 0) return first;
      const u = random.next();
      let s = 0;
      while (u >= initialThreshold[s]) s++;
      return s;
    },
    step(state, action, random, outcome) {
      const row = state * actions + action;
      let k = start[row];
      if (start[row + 1] - k > 1) {
        const u = random.next();
        while (u >= outcomeThreshold[k]) k++;
      }
      outcome.reward = reward[k];
      outcome.terminated = terminated[k] === 1;
      return next[k];
    },
  };
};

const compile = (kind: string, process: FiniteProcess): FiniteModel => {
  const { states, actions } = process;
  const refuse = (what: string) => {
    throw new RangeError(`${kind}: ${what}`);
  };
  const initial = Float64Array.from(process.initial);
  if (initial.length !== states) refuse(`${initial.length} initial probabilities for ${states} states`);
  if (process.features && (process.features.length === 0 || process.features.length % states !== 0)) {
    refuse(`${process.features.length} features cannot be shared out among ${states} states`);
  }
  const initialFault = distributionFault(initial);
  if (initialFault) refuse(`probabilities of the first state ${initialFault}`);

  const start = new Int32Array(states * actions + 1);
  const rows: Transition[] = [];
  for (let s = 0; s < states; s++) {
    for (let a = 0; a < actions; a++) {
      const row = process.outcomes(s, a);
      const fault = distributionFault(row.map(([probability]) => probability));
      if (fault) refuse(`probabilities of (state ${s}, action ${a}) ${fault}`);
      for (const [, next, reward] of row) {
        if (!(Number.isInteger(next) && next >= 0 && next < states)) {
          refuse(`(state ${s}, action ${a}) leads to ${next}, expected a state 0 to ${states - 1}`);
        }
        if (!Number.isFinite(reward))
          refuse(`(state ${s}, action ${a}) has reward ${reward}, expected a finite number`);
      }
      rows.push(...row.filter(([probability]) => probability > 0));
      start[s * actions + a + 1] = rows.length;
    }
  }
  return {
    states,
    actions,
    initial,
    start,
    probability: Float64Array.from(rows, ([probability]) => probability),
    next: Int32Array.from(rows, ([, next]) => next),
    reward: Float64Array.from(rows, ([, , reward]) => reward),
    terminated: Uint8Array.from(rows, ([, , , terminated]) => (terminated ? 1 : 0)),
  };
};
