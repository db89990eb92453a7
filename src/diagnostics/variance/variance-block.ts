import { power } from "../../arithmetic/power.ts";
import type { Critic } from "../../critics/critic.ts";
import { meanVector, squaredDistances } from "../../linear-algebra/vectors.ts";
import type { StateWeight } from "../../problem/objective.ts";
import type { Point } from "../../problem/point.ts";
import { stream } from "../../random.ts";
import { discountByTime, returnToGo } from "../../trajectories/returns.ts";
import type { StreamKey } from "../diagnostic.ts";
import { drawVisits } from "../values/visits.ts";
import { continuations } from "./continuation.ts";
import { type Branching, nestedMoments, type StateMoments } from "./nested-moments.ts";
import { stratified } from "./stratified.ts";

/** How much is drawn. */
export interface DecompositionCost extends Branching {
  /** Independent blocks, whose spread gives the standard errors. */
  readonly blocks: number;
  /** Trajectories of a block, 2 or more. */
  readonly blockSize: number;
  /** Time steps that a block looks into; all of them if the horizon has no more. */
  readonly times: number;
}

/** Whose variance. */
export interface Decomposed {
  readonly subject: string;
  readonly stateWeight: StateWeight;
  /** Its values, as they are now, are what is subtracted; nothing is if it is not given. */
  readonly baseline?: Critic;
}

/** The figures of one block; `NAMES` says what they are. */
export interface Block {
  readonly trajectory: number;
  readonly action: number;
  readonly state: number;
  readonly steps: number;
  readonly total: number;
}

/**
 * A block draws its trajectories, chooses its times (one of each of some strata, weighted by their sizes), and
 * branches off from every state at them. The state's part is the variance between the directions of a time, less
 * their mean noise.
 * @param key of the streams of this block
 */
export const varianceBlock = (
  point: Point,
  { stateWeight, baseline }: Omit<Decomposed, "subject">,
  key: StreamKey,
  { blockSize: B, times, ...branching }: DecompositionCost,
): Block => {
  const { discount, horizon } = point.problem.objective;
  const P = point.policy.parameters;
  const draws = (role: string) => stream(...key, role);
  const visits = drawVisits(point, B, draws("actions"), draws("environment"));
  const { batch } = visits;
  const rows = branching.actions * branching.branches;
  const going = continuations(point, rows, draws("branch actions"), draws("branch environment"));
  const momentsOf = nestedMoments(point, visits, going, branching);
  const values = new Float64Array(batch.steps);
  baseline?.evaluate(batch, point, values, new Float64Array(B));

  let [trajectory, action, state] = [0, 0, 0];
  const directions = new Float64Array(B * P);
  const moments: StateMoments = { trajectory: 0, action: 0, noise: 0 };
  const { places, weights } = stratified(horizon, times, draws("times"));
  for (const [l, t] of places.entries()) {
    const weight = weights[l] * (stateWeight === "discounted" ? power(discount, 2 * t) : 1);
    directions.fill(0);
    let noise = 0;
    for (let i = 0; i < B; i++) {
      const k = batch.offsets[i] + t;
      if (k >= batch.offsets[i + 1]) continue;
      momentsOf(k, t, values[k], directions.subarray(i * P, (i + 1) * P), moments);
      trajectory += (weight * moments.trajectory) / B;
      action += (weight * moments.action) / B;
      noise += moments.noise / B;
    }
    state += weight * (totalVariance(directions, B) - noise);
  }

  const scores = new Float64Array(batch.steps);
  returnToGo(batch, discount, scores);
  for (let k = 0; k < batch.steps; k++) scores[k] -= values[k];
  if (stateWeight === "discounted") discountByTime(batch, discount, scores);
  for (let i = 0; i < B; i++) {
    const [from, to] = [batch.offsets[i], batch.offsets[i + 1]];
    point.weightedScores(batch, from, to, [scores], [directions.subarray(i * P, (i + 1) * P)]);
  }
  const total = totalVariance(directions, B);
  return { trajectory, action, state, steps: total - trajectory - action - state, total };
};

/** Trace of the sample covariance of some vectors. # [count, P] */
const totalVariance = (vectors: Float64Array, count: number): number =>
  squaredDistances(vectors, count, meanVector(vectors, count)).reduce((sum, d) => sum + d, 0) / (count - 1);
