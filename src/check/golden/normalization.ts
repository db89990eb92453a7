import { norm } from "../../linear-algebra/norm.ts";
import { stream } from "../../random.ts";
import { BatchBuffer } from "../../trajectories/batch.ts";
import { type Claim, near } from "../claim.ts";
import { type Golden, type GoldenProblem, goldenProblem, truthOf } from "./problem.ts";

const REWARDS = [0, 0.35, 1.5];

/**
 * Three arms, pulled alike. The source of the three scales does not say which bandit they belong to; this one was
 * found to have them to all their digits, so the claims hold the code to them but not the source.
 */
const ARMS: Golden = {
  environment: {
    kind: "finite-mdp",
    states: 1,
    actions: 3,
    start: 0,
    transitions: REWARDS.map((reward, action) => ({ from: 0, action, reward, end: true })),
  },
  objective: { discount: 1, horizon: 1 },
  theta: [0, 0, 0],
};

/** Advantages normalized over the batch: how many times as long as ∇J the exact expectation is. */
export function* normalization(): Generator<Claim> {
  const parts = goldenProblem(ARMS);
  const length = norm(truthOf(parts));
  const golden: [number, number][] = [
    [4, 1.27],
    [16, 1.5],
    [64, 1.55],
  ];
  for (const [n, scale] of golden) {
    const figure = norm(expectation(parts, n)) / length;
    yield near(`normalized advantages on three arms: norm ratio at n = ${n}`, figure, scale, 0.005);
  }
}

/** E ĝ over all batches of n pulls, by how often each arm is pulled: a multinomial sum. */
const expectation = ({ point, estimator }: GoldenProblem, n: number): Float64Array => {
  const { estimate } = estimator({ kind: "reinforce", normalize: "batch" });
  const batch = new BatchBuffer();
  const out = new Float64Array(3);
  const mean = new Float64Array(3);
  const noDraws = stream("check", "normalization");
  const logFactorial = [0];
  for (let k = 1; k <= n; k++) logFactorial.push(logFactorial[k - 1] + Math.log(k));
  for (let first = 0; first <= n; first++) {
    for (let second = 0; first + second <= n; second++) {
      const counts = [first, second, n - first - second];
      const ways = counts.reduce((sum, count) => sum - logFactorial[count], logFactorial[n]);
      batch.begin(n);
      for (const [arm, count] of counts.entries()) {
        for (let i = 0; i < count; i++) {
          const k = batch.reserve(1);
          batch.states[k] = 0;
          batch.actions[k] = arm;
          batch.rewards[k] = REWARDS[arm];
          batch.finish(k, k + 1, 0, true);
        }
      }
      estimate(batch, point, out, noDraws);
      for (let j = 0; j < 3; j++) mean[j] += Math.exp(ways - n * Math.log(3)) * out[j];
    }
  }
  return mean;
};
