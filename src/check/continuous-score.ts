import { norm } from "../linear-algebra/norm.ts";
import type { ContinuousPoint } from "../problem/point.ts";
import { stream } from "../random.ts";
import { continuousSampler } from "../sampling/continuous-sampler.ts";
import { atMost, type Claim } from "./claim.ts";

/** Trajectories, and steps of each at most, whose scores are looked at. */
const TRAJECTORIES = 8;
const STEPS = 20;
/** Random directions in which log π is differentiated; each of them sees all coordinates. */
const DIRECTIONS = 6;

/**
 * Checks sums of scores against central differences of log π in random directions of length 1, on trajectories of the
 * policy. A perceptron counts in float32, so that its log π is rough: larger steps, and a wider limit.
 */
export function* checkContinuousScore(point: ContinuousPoint): Generator<Claim> {
  const { policy } = point;
  const { environment, objective } = point.problem;
  const single = policy.kind === "perceptron";
  const step = single ? 2 ** -8 : 1e-5;
  const random = stream("check", "vector score");
  const horizon = Math.min(objective.horizon, STEPS);
  const draw = continuousSampler(environment, policy, horizon, random, random);
  const batch = draw(TRAJECTORIES);
  const weights = Float64Array.from({ length: batch.steps }, () => random.next() - 0.5);
  const score = new Float64Array(policy.parameters);
  policy.load(point.theta);
  policy.weightedScores(batch, 0, batch.steps, [weights], [score]);

  const logs = new Float64Array(batch.steps);
  const weighted = (theta: Float64Array): number => {
    policy.load(theta);
    policy.logProbabilities(batch, logs);
    let sum = 0;
    for (let k = 0; k < batch.steps; k++) sum += weights[k] * logs[k];
    return sum;
  };
  let worst = 0;
  for (let d = 0; d < DIRECTIONS; d++) {
    const direction = Float64Array.from(score, () => random.next() - 0.5);
    const length = norm(direction);
    const moved = (h: number) => weighted(point.theta.map((x, j) => x + (h * direction[j]) / length));
    // Richardson's extrapolation of two central differences: error O(h⁴)
    const slope = (h: number) => (moved(h) - moved(-h)) / (2 * h);
    const expected = (4 * slope(step / 2) - slope(step)) / 3;
    const figure = score.reduce((sum, x, j) => sum + (x * direction[j]) / length, 0);
    worst = Math.max(worst, Math.abs(figure - expected));
  }
  policy.load(point.theta);
  const scale = Math.max(1, norm(score));
  yield atMost(
    `${policy.kind} policy: scores against finite differences of log π`,
    worst / scale,
    single ? 2e-3 : 1e-7,
  );
}
