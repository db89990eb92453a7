import type { TabularPolicy } from "../policies/policy.ts";
import { atMost, type Claim } from "./claim.ts";

const STEP = 1e-5;
/** Central differences of a smooth log π: truncation O(h²), cancellation O(ε/h). */
const MAX_SCORE_ERROR = 1e-8;
/** Largest number of (s, a) pairs that are differentiated. */
const MAX_PAIRS = 64;

/** Checks the score ∇θ log π(a|s) against central differences of log π, at some θ. */
export function* checkScore(policy: TabularPolicy, theta: Float64Array): Generator<Claim> {
  const { parameters, states, actions, kind } = policy;
  const size = states * actions;
  const probabilities = new Float64Array(size);
  const weights = new Float64Array(size);
  const score = new Float64Array(parameters);
  const logProbabilities = (at: Float64Array) => {
    policy.probabilities(at, probabilities);
    return probabilities.map(Math.log);
  };
  const stride = Math.max(1, Math.floor(size / MAX_PAIRS));
  const rows = Array.from({ length: Math.ceil(size / stride) }, (_, i) => i * stride);

  const slopes = Array.from(theta, (_, j) => {
    const shifted = theta.slice();
    shifted[j] = theta[j] + STEP;
    const above = logProbabilities(shifted);
    shifted[j] = theta[j] - STEP;
    const below = logProbabilities(shifted);
    return rows.map((row) => (above[row] - below[row]) / (2 * STEP));
  });
  let worst = 0;
  for (const [i, row] of rows.entries()) {
    policy.probabilities(theta, probabilities);
    weights.fill(0);
    weights[row] = 1;
    policy.weightedScores(probabilities, weights, score);
    for (let j = 0; j < parameters; j++) worst = Math.max(worst, Math.abs(score[j] - slopes[j][i]));
  }
  yield atMost(`${kind} policy: score against finite differences of log π`, worst, MAX_SCORE_ERROR);
  policy.probabilities(theta, probabilities);
  let unnormalized = 0;
  for (let s = 0; s < states; s++) {
    let total = 0;
    for (let a = 0; a < actions; a++) total += probabilities[s * actions + a];
    unnormalized = Math.max(unnormalized, Math.abs(total - 1));
  }
  yield atMost(`${kind} policy: probabilities sum to 1`, unnormalized, 1e-12);
}
