import type { FiniteEnvironment } from "../../envs/contract/environment.ts";
import { atMost, type Claim } from "./claim.ts";

/** How far a distribution's sum may be from 1. */
const ROUNDING = 1e-9;

/** Checks that a model's distributions are distributions. */
export function* checkModel({ kind, model }: FiniteEnvironment): Generator<Claim> {
  if (model === undefined) return;
  const { states, actions, initial, start, probability, next, reward } = model;
  yield atMost(`${kind}: initial distribution sums to 1`, Math.abs(sum(initial) - 1), ROUNDING);
  let worst = 0;
  let where = "";
  for (let row = 0; row < states * actions; row++) {
    const error = Math.abs(sum(probability.subarray(start[row], start[row + 1])) - 1);
    if (error <= worst) continue;
    worst = error;
    where = `worst at state ${Math.floor(row / actions)}, action ${row % actions}`;
  }
  yield atMost(`${kind}: transition rows sum to 1`, worst, ROUNDING, where);
  const wrong = probability.findIndex(
    (p, o) => !(p >= 0) || !(next[o] >= 0 && next[o] < states) || !Number.isFinite(reward[o]),
  );
  yield atMost(`${kind}: outcomes have a probability, a state and a finite reward`, wrong < 0 ? 0 : 1, 0);
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
