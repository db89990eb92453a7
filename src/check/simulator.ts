import type { FiniteEnvironment, Outcome } from "../../envs/contract/environment.ts";
import type { FiniteModel } from "../../envs/contract/models.ts";
import { stream } from "../random.ts";
import { atMost, type Claim } from "./claim.ts";

/** Steps simulated in all, shared out among the pairs (s, a). */
const DRAWS = 400_000;
/** |z| that correct frequencies exceed with probability 4e-8 each. */
const MAX_Z = 5.5;
/** Expected count below which a frequency is not compared. */
const MIN_EXPECTED_COUNT = 10;

/** Checks that `reset` and `step` do what the model says, by the frequencies of a seeded simulation. */
export function* checkSimulator(environment: FiniteEnvironment): Generator<Claim> {
  const { kind, model } = environment;
  if (model === undefined) return;
  const random = stream("check", "simulator");
  const { states, actions } = model;

  const starts = new Map<string, number>();
  for (let s = 0; s < states; s++) if (model.initial[s] > 0) starts.set(String(s), model.initial[s]);
  const first = compare(starts, 20_000, () => String(environment.reset(random)));
  yield atMost(`${kind}: frequencies of the first state, worst |z|`, first, MAX_Z);

  const draws = Math.max(200, Math.floor(DRAWS / (states * actions)));
  const outcome: Outcome = { reward: 0, terminated: false };
  const reached = reachable(model);
  let worst = 0;
  let where = "";
  for (let s = 0; s < states; s++) {
    if (reached[s] === 0) continue;
    for (let a = 0; a < actions; a++) {
      const z = compare(outcomesOf(model, s * actions + a), draws, () => {
        const next = environment.step(s, a, random, outcome);
        return nameOf(next, outcome.reward, outcome.terminated);
      });
      if (!(z > worst)) continue;
      worst = z;
      where = `worst at state ${s}, action ${a}`;
    }
  }
  yield atMost(`${kind}: frequencies of the outcomes, worst |z|`, worst, MAX_Z, where);
}

const nameOf = (next: number, reward: number, terminated: boolean): string =>
  `${next} ${reward} ${terminated}`;

/** The states in which a simulator can be asked to step: those that are reached without ending. # [S] */
const reachable = ({ states, actions, initial, start, next, terminated }: FiniteModel): Uint8Array => {
  const reached = new Uint8Array(states);
  const frontier = Array.from({ length: states }, (_, s) => s).filter((s) => initial[s] > 0);
  for (let s = frontier.pop(); s !== undefined; s = frontier.pop()) {
    if (reached[s] === 1) continue;
    reached[s] = 1;
    for (let o = start[s * actions]; o < start[(s + 1) * actions]; o++)
      if (terminated[o] === 0) frontier.push(next[o]);
  }
  return reached;
};

const outcomesOf = (model: FiniteModel, row: number): Map<string, number> => {
  const expected = new Map<string, number>();
  for (let o = model.start[row]; o < model.start[row + 1]; o++) {
    const name = nameOf(model.next[o], model.reward[o], model.terminated[o] === 1);
    expected.set(name, (expected.get(name) ?? 0) + model.probability[o]);
  }
  return expected;
};

/** The largest |z| of the counts of some draws; infinite if something was drawn that cannot be. */
const compare = (expected: Map<string, number>, draws: number, draw: () => string): number => {
  const counts = new Map<string, number>();
  for (let i = 0; i < draws; i++) {
    const name = draw();
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const name of counts.keys()) if (!expected.has(name)) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (const [name, p] of expected) {
    const count = counts.get(name) ?? 0;
    if (p === 1 || draws * Math.min(p, 1 - p) < MIN_EXPECTED_COUNT) continue;
    worst = Math.max(worst, Math.abs(count - draws * p) / Math.sqrt(draws * p * (1 - p)));
  }
  return worst;
};
