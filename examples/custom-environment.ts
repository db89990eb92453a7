/**
 * An environment that is not in the package, measured: how many trajectories does a gradient need that points the right way?
 *
 * After `npm run build`: `node dist/examples/custom-environment.js`
 */
import { finiteEnvironment, openReader, runStudyOn } from "trueslope";

// A gambler bets on a coin that falls well with probability 0.4. States are fortunes 0 … 4; action 1 bets two, action 0 one.
const GOAL = 4;
const gambler = finiteEnvironment("gambler", {
  states: GOAL + 1,
  actions: 2,
  initial: [0, 0, 1, 0, 0],
  outcomes(fortune, action) {
    const bet = Math.min(1 + action, fortune, GOAL - fortune);
    const [won, lost] = [fortune + bet, fortune - bet];
    return [
      [0.4, won, won === GOAL ? 1 : 0, won === GOAL], // [probability, next state, reward, terminated]
      [0.6, lost, 0, lost === 0],
    ];
  },
});

const db = process.argv[2] ?? "results/gambler.db";
const failures = await runStudyOn(
  gambler,
  {
    name: "gambler",
    objective: { discount: 1, horizon: 30 },
    policy: { kind: "softmax" },
    agents: [{ name: "reinforce", estimator: { kind: "reinforce" }, iterations: 0 }], // 0: only measured, at θ = 0
    probe: {
      batchSizes: [1, 16, 256],
      replicates: 200,
      estimators: [{ name: "critic", kind: "actor-critic", advantage: "td", critic: { kind: "exact" } }],
    },
    seeds: [0],
  },
  { db },
);
for (const { error } of failures) console.error(error);

const reader = openReader(db);
console.table(
  reader
    .prepare("SELECT estimator, batch_size, bias_norm, total_variance, mean_cosine FROM estimator_summary")
    .all(),
);
reader.close();
