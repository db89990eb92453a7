import { ANY_BATCH, type Estimator } from "../../src/estimators/estimator.ts";
import type { Random } from "../../src/random.ts";
import { choice, make } from "../../src/registry.ts";
import { transforms } from "../../src/transforms/index.ts";
import type { Transform, TransformContext } from "../../src/transforms/kind.ts";
import type { Moments } from "../moments.ts";
import type { Problem } from "../problems/problem-of.ts";
import { allPaths, pack } from "../problems/trajectories.ts";

/** Wraps an estimator in transforms, given as a study gives them. */
export const transformed = (
  { point, objective, policy: { parameters } }: Problem,
  estimator: Estimator,
  ...chain: object[]
): Estimator =>
  chain.reduce<Estimator>((inner, options) => {
    const chosen = choice(transforms).parse(options);
    return make<[TransformContext], Transform>(transforms, chosen, { parameters, point, objective })(inner);
  }, estimator);

/** An "estimator" whose estimates are given, one after the other and again from the first. */
export const saying = (...gradients: readonly number[][]): Estimator => {
  let call = 0;
  return {
    estimand: { stateWeight: "discounted", unbiased: true },
    takes: ANY_BATCH,
    law: { kind: "form", form: { kind: "to-go", across: "independent" } },
    estimate(_batch, _at, out) {
      out.set(gradients[call++ % gradients.length]);
      return 0;
    },
  };
};

/** "Draws" that are given; one more is an error. */
export const scripted = (...draws: readonly number[]): Random & { readonly left: number } => {
  let next = 0;
  return {
    next() {
      if (next === draws.length) throw new Error("one draw too many");
      return draws[next++];
    },
    get left() {
      return draws.length - next;
    },
  };
};

/**
 * The exact moments of an estimator of one trajectory per batch: over all paths of each of its batches, and over
 * all results of `coins` draws, each ¼ or ¾ with probability ½.
 */
export const momentsOverPaths = (problem: Problem, estimator: Estimator, coins = 0): Moments => {
  const { policy, point } = problem;
  const { batches } = estimator.takes;
  const paths = allPaths(problem);
  const mean = new Float64Array(policy.parameters);
  const out = new Float64Array(policy.parameters);
  let square = 0;
  for (let tuple = 0; tuple < paths.length ** batches; tuple++) {
    const chosen = Array.from(
      { length: batches },
      (_, b) => paths[Math.floor(tuple / paths.length ** b) % paths.length],
    );
    const probability = chosen.reduce((product, path) => product * path.probability, 2 ** -coins);
    for (let heads = 0; heads < 2 ** coins; heads++) {
      const random = scripted(...Array.from({ length: coins }, (_, j) => ((heads >> j) & 1 ? 0.25 : 0.75)));
      for (const path of chosen) estimator.estimate(pack([path]), point, out, random);
      for (const [j, x] of out.entries()) {
        mean[j] += probability * x;
        square += probability * x * x;
      }
    }
  }
  return { mean, totalVariance: square - mean.reduce((sum, x) => sum + x * x, 0) };
};
