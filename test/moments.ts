import type { Estimator } from "../src/estimators/estimator.ts";
import { exactGradient } from "../src/truth/discrete/gradient.ts";
import { draws, sampler } from "./problems/estimator-of.ts";
import type { Problem } from "./problems/problem-of.ts";
import { allPaths, type Path, pack } from "./problems/trajectories.ts";

export const truthOf = ({ point, objective, policy }: Problem): Float64Array => {
  const gradient = new Float64Array(policy.parameters);
  exactGradient(point, objective, gradient);
  return gradient;
};

/** Mean and total variance (trace of the covariance) of one estimate. */
export interface Moments {
  readonly mean: Float64Array; // [P]
  readonly totalVariance: number;
}

/** The exact moments of an estimator at batch size n: a sum over all n-tuples of paths. */
export const enumeratedMoments = (problem: Problem, { estimate }: Estimator, n: number): Moments => {
  const P = problem.policy.parameters;
  const paths = allPaths(problem);
  const mean = new Float64Array(P);
  const out = new Float64Array(P);
  let square = 0;
  const visit = (chosen: Path[], probability: number) => {
    if (chosen.length < n) {
      for (const path of paths) visit([...chosen, path], probability * path.probability);
      return;
    }
    estimate(pack(chosen), problem.point, out, draws);
    for (let j = 0; j < P; j++) {
      mean[j] += probability * out[j];
      square += probability * out[j] ** 2;
    }
  };
  visit([], 1);
  return { mean, totalVariance: square - mean.reduce((sum, x) => sum + x * x, 0) };
};

/** How the replicates of one estimator lie about the truth. */
export interface Sample {
  /** (mean estimate − truth) / its standard error; 0 for a coordinate that never errs, ±∞ for one that always
   *  errs by the same. # [P] */
  readonly z: Float64Array;
  /** Mean of ‖g − G‖²: the total variance, if the estimator is unbiased. */
  readonly squaredError: number;
  readonly squaredErrorSE: number;
}

/** Draws replicates for all estimators from the same trajectories. */
export const sampleMoments = (
  problem: Problem,
  estimators: readonly Pick<Estimator, "estimate" | "memory">[],
  { batchSize, replicates, key }: { batchSize: number; replicates: number; key: string },
): Sample[] => {
  const P = problem.policy.parameters;
  const truth = truthOf(problem);
  const draw = sampler(problem, "test", "moments", key);
  const out = new Float64Array(P);
  const sums = estimators.map(() => ({
    error: new Float64Array(P),
    square: new Float64Array(P),
    norm2: 0,
    norm4: 0,
  }));
  for (let r = 0; r < replicates; r++) {
    const batch = draw(batchSize);
    for (let e = 0; e < estimators.length; e++) {
      const sum = sums[e];
      estimators[e].estimate(batch, problem.point, out, draws);
      let norm2 = 0;
      for (let j = 0; j < P; j++) {
        const error = out[j] - truth[j];
        sum.error[j] += error;
        sum.square[j] += error * error;
        norm2 += error * error;
      }
      sum.norm2 += norm2;
      sum.norm4 += norm2 * norm2;
      estimators[e].memory?.update(batch, problem.point);
    }
  }
  return sums.map(({ error, square, norm2, norm4 }) => {
    const z = error.map((sum, j) => {
      const mean = sum / replicates;
      if (Math.abs(mean) < 1e-14) return 0;
      return mean / Math.sqrt(Math.max(0, square[j] / replicates - mean * mean) / (replicates - 1));
    });
    const squaredError = norm2 / replicates;
    const variance = norm4 / replicates - squaredError ** 2;
    return { z, squaredError, squaredErrorSE: Math.sqrt(variance / replicates) };
  });
};
