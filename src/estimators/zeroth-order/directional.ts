import { z } from "zod";
import { ensureLength } from "../../linear-algebra/scratch.ts";
import type { Random } from "../../random.ts";
import { ANY_BATCH, type Estimator, type OtherEstimand } from "../estimator.ts";
import type { EstimatorContext } from "../kind.ts";
import { needPlainTrajectories, setsOf } from "../own-trajectories.ts";
import { simulatedReturns } from "./simulated-returns.ts";

export const commonNoiseOption = (usual: boolean) =>
  z
    .boolean()
    .default(usual)
    .describe("whether both trajectories of a direction have the same random numbers");

/** An estimator from the returns at θ + hv and θ − hv, two trajectories for each direction v. */
export interface DirectionalParts {
  readonly kind: string;
  /** h, how far θ is moved along a direction. */
  readonly step: number;
  readonly commonNoise: boolean;
  /** Directions are drawn in sets of this size. */
  readonly directions: number;
  /** Fewest directions; those of a set if not given. */
  readonly least?: number;
  /** Writes direction i of an estimate. @param out [P] */
  draw(i: number, random: Random, out: Float64Array): void;
  /**
   * Writes what each direction counts in the sum that is the estimate.
   * @param returns those at θ + hv and θ − hv of every direction. # [m, 2] @param out [m]
   */
  weigh(returns: Float64Array, m: number, out: Float64Array): void;
  readonly other?: OtherEstimand | undefined;
  /** Whether a direction's weight depends on its own returns alone, so that the estimate is a mean over the sets. */
  readonly separate: boolean;
}

/**
 * Zeroth-order estimates, ĝ = Σ_i w_i v_i, from nothing but returns. n trajectories make m = n/2 directions.
 * @throws RangeError where trajectories are drawn in groups, or by a behavior
 */
export const directional = (
  { kind, step, commonNoise, directions, least = directions, draw, weigh, other, separate }: DirectionalParts,
  context: EstimatorContext,
): Estimator => {
  needPlainTrajectories(context, kind);
  const { parameters } = context.policy;
  const source = simulatedReturns(context.at(new Float64Array(parameters)));
  let vectors = new Float64Array(0); // v. # [m, P]
  let returns = new Float64Array(0); // [m, 2]
  let weights = new Float64Array(0); // [m]
  return {
    estimand: { stateWeight: "discounted", unbiased: false, other },
    takes: { ...ANY_BATCH, fewest: 2 * least, multiple: 2 * directions, simulates: true },
    law: { kind: separate ? "mean" : "unknown" },
    estimate(batch, { theta }, out, random) {
      const m = directions * setsOf(batch, 2 * directions, kind);
      vectors = ensureLength(vectors, m * parameters);
      returns = ensureLength(returns, 2 * m);
      weights = ensureLength(weights, m);
      source.begin(random);
      for (let i = 0; i < m; i++) {
        const v = vectors.subarray(i * parameters, (i + 1) * parameters);
        draw(i, random, v);
        returns[2 * i] = source.draw(theta, v, step, false);
        returns[2 * i + 1] = source.draw(theta, v, -step, commonNoise);
      }
      weigh(returns, m, weights);
      out.fill(0);
      for (let i = 0; i < m; i++)
        for (let j = 0; j < parameters; j++) out[j] += weights[i] * vectors[i * parameters + j];
      return source.steps;
    },
  };
};

/** The plain weights: difference quotients, averaged over sets. */
export const differenceQuotients =
  (step: number, directions = 1): DirectionalParts["weigh"] =>
  (returns, m, out) => {
    for (let i = 0; i < m; i++)
      out[i] = (directions * (returns[2 * i] - returns[2 * i + 1])) / (2 * step * m);
  };
