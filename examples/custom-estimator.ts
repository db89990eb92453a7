/**
 * An estimator that is not in the package, judged against the exact gradient: weights that forget the discount γᵗ.
 *
 * After `npm run build`: `node dist/examples/custom-estimator.js`
 */
import { take } from "rxjs";
import {
  createProblem,
  environments,
  exactTruth,
  policies,
  rollout,
  statistics,
  truths,
  type Weighting,
  weightedEstimate,
} from "trueslope";

const DISCOUNT = 0.9;
const BATCH_SIZE = 4;
const REPLICATES = 5000;

/** The weight of every score is the sum of the rewards to come, discounted as γᵏ, but not by γᵗ itself. */
const undiscounted: Weighting = ({ offsets, rewards, trajectories }, _point, out) => {
  for (let i = 0; i < trajectories; i++) {
    let rest = 0;
    for (let k = offsets[i + 1] - 1; k >= offsets[i]; k--) out[k] = rest = rewards[k] + DISCOUNT * rest;
  }
};

// The truth, without sampling: the corridor is a finite model, and dynamic programming solves it.
const environment = environments.corridor.create(
  environments.corridor.options.parse({ length: 5, start: 1, stepReward: -0.2, slip: 0.1 }),
);
const objective = { discount: DISCOUNT, horizon: 20, stateWeight: "discounted" } as const;
const createPolicy = () => policies.softmax.create(policies.softmax.options.parse({}), environment);
const problem = createProblem({ environment, objective, createPolicy }, truths);
const P = problem.policy.parameters;
const point = problem.at(new Float64Array(P));
const truth = exactTruth(point);

/** Estimates from batches of their own, and what their mean is of ∇J. */
const judged = (name: string, weigh: Weighting) => {
  const { estimate } = weightedEstimate(weigh);
  const vectors = new Float64Array(REPLICATES * P);
  let count = 0;
  rollout(point, { batchSize: BATCH_SIZE, key: ["example", name] })
    .pipe(take(REPLICATES))
    .subscribe((batch) => estimate(batch, point, vectors.subarray(P * count, P * ++count)));
  const { turnedBy, scaledBy } = statistics.sampledTurnAndScale({ vectors, count }, truth.gradient);
  const text = ({ estimate, low, high }: statistics.Interval) =>
    `${estimate.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
  return { estimator: name, "turned by (degrees)": text(turnedBy), "scaled by": text(scaledBy) };
};

console.table([
  judged("without γᵗ", undiscounted),
  judged("with γᵗ", (batch, at, out) => {
    undiscounted(batch, at, out);
    for (let i = 0; i < batch.trajectories; i++)
      for (let k = batch.offsets[i]; k < batch.offsets[i + 1]; k++)
        out[k] *= DISCOUNT ** (k - batch.offsets[i]);
  }),
]);
