import { environmentOf, type Problem, problemOf } from "../problems.ts";

/** The kinds of estimators that are for problems with bits only. */
export const bitKinds = [
  "arm",
  "disarm",
  "rebar",
  "relax",
  "straight-through",
  "straight-through-gumbel",
  "concrete",
];

export const logit = (p: number): number => Math.log(p / (1 - p));

/** f(b) = Σ (b_i − target_i)², with the probabilities of the bits given: one for each, or one for all. */
export const quadratic = (targets: readonly number[], probabilities: readonly number[]): Problem =>
  problemOf(
    environmentOf("bernoulli-quadratic", { targets }),
    probabilities.map(logit),
    { discount: 1, horizon: 1 },
    "bernoulli-product",
    { logits: probabilities.length < targets.length ? "shared" : "own" },
  );

/** Three bits that share one logit, η = 0. */
export const threeBits = (): Problem => quadratic([0.6, 0.51, 0.48], [0.5]);
