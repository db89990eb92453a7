import type { FiniteModel } from "../../envs/contract/models.ts";
import type { Estimator } from "../estimators/estimator.ts";
import type { DiscretePoint } from "../problem/point.ts";
import type { Random } from "../random.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { BatchMoments } from "../truth/discrete/batch.ts";
import { HALF_UNIT, largest } from "../truth/discrete/form-rewards.ts";
import { varianceError } from "../truth/discrete/rounding.ts";

/** A point of a quadrature rule and its weight. */
type Node = readonly [v: number, weight: number];

/** Gauss & Legendre's rule of k points on (0, 1), exact for polynomials of degree 2k − 1. */
const gaussLegendre = (k: number): Node[] =>
  Array.from({ length: k }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (k + 0.5));
    let slope = 1;
    for (let round = 0; round < 50; round++) {
      let [before, now] = [1, x];
      for (let n = 2; n <= k; n++) [before, now] = [now, ((2 * n - 1) * x * now - (n - 1) * before) / n];
      slope = (k * (x * now - before)) / (x * x - 1);
      x -= now / slope;
    }
    return [(1 + x) / 2, 1 / ((1 - x * x) * slope * slope)];
  });

/** The rule of k points on each piece of (0, 1) between the edges. */
const pieces = (edges: readonly number[], k: number): Node[] => {
  const sorted = [...new Set([0, ...edges.filter((edge) => edge > 0 && edge < 1), 1])].sort((a, b) => a - b);
  const rule = gaussLegendre(k);
  return sorted
    .slice(1)
    .flatMap((end, i) =>
      rule.map(([v, weight]): Node => [sorted[i] + (end - sorted[i]) * v, (end - sorted[i]) * weight]),
    );
};

/** 1/2, 1/4, …, 2⁻ᵏ: what powers and logarithms near 0 ask for. */
export const halvings = (k: number): number[] => Array.from({ length: k }, (_, i) => 2 ** -(i + 1));

/** Where antithetic bits change with v: (1 − P)/P of each bit and value. */
export const flips = ({ policy, theta }: DiscretePoint): number[] =>
  Array.from(policy.bitLogits ?? []).flatMap((j) => [Math.exp(theta[j]), Math.exp(-theta[j])]);

/**
 * The moments of an estimator of one trajectory's bits that draws one uniform v for each of them: a sum over all
 * bits of an integral over all v, exact as far as the pieces between `edges` are well approximated by polynomials.
 */
export const noiseMoments = (
  model: FiniteModel,
  point: DiscretePoint,
  { estimate }: Pick<Estimator, "estimate">,
  edges: readonly number[],
  order: number,
): BatchMoments => {
  const N = point.policy.bitLogits?.length ?? 0;
  if (N === 0) throw new TypeError("an integral over the noise of bits needs bits");
  const P = point.policy.parameters;
  const rule = pieces(edges, order);
  const mean = new Float64Array(P);
  const out = new Float64Array(P);
  const drawn = new Float64Array(N);
  let next = 0;
  const scripted: Random = { next: () => drawn[next++] - 2 ** -33 }; // v, after `openUniform`
  let square = 0;
  for (let action = 0; action < 2 ** N; action++) {
    const batch = oneStep(action, model.reward[action]);
    const integrate = (bit: number, weight: number) => {
      if (bit < N) {
        for (const [v, w] of rule) {
          drawn[bit] = v;
          integrate(bit + 1, weight * w);
        }
        return;
      }
      next = 0;
      estimate(batch, point, out, scripted);
      if (next !== N && next !== 0) throw new Error(`${next} draws for ${N} bits`);
      for (let j = 0; j < P; j++) {
        mean[j] += weight * out[j];
        square += weight * out[j] ** 2;
      }
    };
    integrate(0, point.probabilities[action]);
  }
  const totalVariance = square - mean.reduce((sum, x) => sum + x * x, 0);
  const ofValue = 4 * HALF_UNIT * largest(model.reward, 0, model.reward.length); // of a difference of two
  const input = ofValue ** 2 * N;
  return {
    mean,
    totalVariance,
    varianceError: varianceError(Math.max(0, totalVariance), square, input, 16 * N),
  };
};

/** One trajectory of one step from state 0. */
const oneStep = (action: number, reward: number): TrajectoryBatch => ({
  trajectories: 1,
  steps: 1,
  groupSize: 1,
  offsets: Int32Array.of(0, 1),
  states: Int32Array.of(0),
  actions: Int32Array.of(action),
  rewards: Float64Array.of(reward),
  lastStates: Int32Array.of(0),
  observations: new Float64Array(0),
  lastObservations: new Float64Array(0),
  terminated: Uint8Array.of(1),
});
