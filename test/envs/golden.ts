import { readFileSync } from "node:fs";
import type { FiniteModel } from "../../envs/contract/models.ts";

interface Table {
  readonly P: Record<
    string,
    Record<string, [probability: number, next: number, reward: number, end: boolean][]>
  >;
  readonly initial_state_distrib: number[];
}

const { tabular } = JSON.parse(
  readFileSync(new URL("../golden/gymnasium-golden.json", import.meta.url), "utf8"),
) as { tabular: Record<string, Table> };

/** What one action leads to: probability by "next reward terminated". */
export type OutcomeDistribution = Map<string, number>;

/** Adds up the outcomes that cannot be told apart. */
export const outcomeDistribution = (
  outcomes: Iterable<readonly [probability: number, next: number, reward: number, terminated: boolean]>,
): OutcomeDistribution => {
  const sums: OutcomeDistribution = new Map();
  for (const [probability, next, reward, terminated] of outcomes) {
    const key = `${next} ${reward} ${terminated}`;
    sums.set(key, (sums.get(key) ?? 0) + probability);
  }
  return sums;
};

export const modelDistribution = (model: FiniteModel, state: number, action: number): OutcomeDistribution => {
  const row = state * model.actions + action;
  const { start, probability, next, reward, terminated } = model;
  return outcomeDistribution(
    Array.from({ length: start[row + 1] - start[row] }, (_, i) => {
      const k = start[row] + i;
      return [probability[k], next[k], reward[k], terminated[k] === 1] as const;
    }),
  );
};

/** Largest difference between a model and a table of Gymnasium, over all probabilities; ∞ if an outcome is missing. */
export const distanceFromGymnasium = (model: FiniteModel, id: string): number => {
  const { P, initial_state_distrib: initial } = tabular[id];
  if (initial.length !== model.states || Object.keys(P[0]).length !== model.actions) return Infinity;
  let distance = 0;
  for (let s = 0; s < model.states; s++) {
    distance = Math.max(distance, Math.abs(initial[s] - model.initial[s]));
    for (let a = 0; a < model.actions; a++) {
      const expected = outcomeDistribution(P[s][a]);
      const found = modelDistribution(model, s, a);
      if (found.size !== expected.size) return Infinity;
      for (const [key, probability] of expected) {
        distance = Math.max(distance, Math.abs(probability - (found.get(key) ?? Infinity)));
      }
    }
  }
  return distance;
};
