import type { ContinuousEnvironment, Outcome } from "../../envs/contract/environment.ts";
import type { LinearQuadraticModel, OneStepModel } from "../../envs/contract/models.ts";
import type { Random } from "../random.ts";
import { normal, stream } from "../random.ts";
import { atMost, type Claim } from "./claim.ts";

/** Places (x, u) that are stepped from, and steps from each. */
const PLACES = 10;
const DRAWS = 4_000;
/** |z| that correct means and variances exceed with probability 4e-8 each. */
const Z = 5.5;
/** Of numbers that are certain, relative to their size. */
const ROUNDING = 1e-6;

/** Checks that `reset` and `step` do what the model says, by means and variances of a seeded simulation. */
export function* checkContinuousSimulator(environment: ContinuousEnvironment): Generator<Claim> {
  const { model } = environment;
  if (model?.kind === "linear-quadratic") yield* linearQuadratic(environment, model);
  if (model?.kind === "one-step") yield* oneStep(environment, model);
}

function* linearQuadratic(environment: ContinuousEnvironment, model: LinearQuadraticModel): Generator<Claim> {
  const { A, B, Q, R, noise, start, startDeviation, costOn } = model;
  const { kind, stateSize: D } = environment;
  const K = environment.action.size ?? 0;
  const random = stream("check", "vector simulator");
  const first = worstZ(start, startDeviation, (out) => environment.reset(out, random));
  yield atMost(`${kind}: means and variances of first states, worst |z|`, first, Z);

  const outcome: Outcome = { reward: 0, terminated: false };
  let worst = 0;
  let wrong = 0;
  for (let place = 0; place < PLACES; place++) {
    const state = normals(D, random);
    const action = normals(K, random);
    const mean = state.map((_, i) => {
      let sum = 0;
      for (let j = 0; j < D; j++) sum += A[i * D + j] * state[j];
      for (let k = 0; k < K; k++) sum += B[i * K + k] * action[k];
      return sum;
    });
    const z = worstZ(mean, noise, (out) => {
      out.set(state);
      environment.step(out, action, random, outcome);
      const cost = quadratic(Q, costOn === "next-state" ? out : state) + quadratic(R, action);
      const error = Math.abs(outcome.reward + cost) / Math.max(1, Math.abs(cost));
      wrong = Math.max(wrong, outcome.terminated ? Number.POSITIVE_INFINITY : error);
    });
    worst = Math.max(worst, z);
  }
  yield atMost(`${kind}: means and variances of next states, worst |z|`, worst, Z);
  yield atMost(`${kind}: rewards against the model; nothing ends`, wrong, ROUNDING);
}

function* oneStep(environment: ContinuousEnvironment, model: OneStepModel): Generator<Claim> {
  const { kind, stateSize: D } = environment;
  const K = environment.action.size ?? 0;
  const random = stream("check", "vector simulator");
  const state = new Float64Array(D);
  const outcome: Outcome = { reward: 0, terminated: false };
  let wrong = 0;
  let wrongForm = 0;
  for (let place = 0; place < DRAWS; place++) {
    const action = normals(K, random);
    environment.reset(state, random);
    environment.step(state, action, random, outcome);
    const value = model.value(action);
    const error = (x: number) => Math.abs(x - value) / Math.max(1, Math.abs(value));
    wrong = Math.max(wrong, outcome.terminated ? error(outcome.reward) : Number.POSITIVE_INFINITY);
    if (model.quadratic === undefined) continue;
    const { center, scale, offset } = model.quadratic;
    wrongForm = Math.max(
      wrongForm,
      error(offset - scale * action.reduce((sum, u, i) => sum + (u - center[i]) ** 2, 0)),
    );
  }
  yield atMost(`${kind}: rewards against the model; every step ends`, wrong, ROUNDING);
  if (model.quadratic) yield atMost(`${kind}: values against their quadratic form`, wrongForm, ROUNDING);
}

/** The largest |z| of means and variances of draws from N(mean, diag(deviation²)); infinite for what is certain and wrong. */
const worstZ = (mean: Float64Array, deviation: Float64Array, draw: (out: Float64Array) => void): number => {
  const D = mean.length;
  const out = new Float64Array(D);
  const sums = new Float64Array(D);
  const squares = new Float64Array(D);
  let certain = 0;
  for (let n = 0; n < DRAWS; n++) {
    draw(out);
    for (let i = 0; i < D; i++) {
      const error = out[i] - mean[i];
      if (deviation[i] === 0) certain = Math.max(certain, Math.abs(error) / Math.max(1, Math.abs(mean[i])));
      else {
        sums[i] += error / deviation[i];
        squares[i] += (error / deviation[i]) ** 2;
      }
    }
  }
  if (!(certain <= ROUNDING)) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < D; i++) {
    if (deviation[i] === 0) continue;
    const byMean = sums[i] / Math.sqrt(DRAWS);
    const byVariance = (squares[i] / DRAWS - 1) / Math.sqrt(2 / DRAWS);
    worst = Math.max(worst, Math.abs(byMean), Math.abs(byVariance));
  }
  return worst;
};

const quadratic = (matrix: Float64Array, v: Float64Array): number =>
  v.reduce((sum, x, i) => v.reduce((inner, y, j) => inner + matrix[i * v.length + j] * x * y, sum), 0);

const normals = (length: number, random: Random): Float64Array =>
  Float64Array.from({ length }, () => normal(random));
