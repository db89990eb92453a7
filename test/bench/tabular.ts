import { environments } from "../../envs/index.ts";
import { estimators } from "../../src/estimators/index.ts";
import { TableAtTheta } from "../../src/frozen/table.ts";
import { policies } from "../../src/policies/index.ts";
import { stream } from "../../src/random.ts";
import { createSampler } from "../../src/rollout.ts";
import type { Objective } from "../../src/types.ts";

const BATCH = 64;
const BATCHES = 2000;

/** One timing of rollout and reward-to-go estimate on slippery FrozenLake 4x4 at θ = 0. @returns ns per transition */
export const tabular = (): (() => number) => {
  const environment = environments["frozen-lake"].create({ map: "4x4", slippery: true });
  const objective: Objective = { discount: 0.99, horizon: 100, stateWeight: "discounted" };
  const policy = policies.softmax.create({}, environment);
  const at = new TableAtTheta(policy, new Float64Array(policy.parameters), environment, objective);
  const draw = createSampler(
    environment,
    at,
    100,
    stream("bench", "actions"),
    stream("bench", "environment"),
  );
  const critic = () => {
    throw new Error("no critic here");
  };
  const options = estimators.reinforce.options.parse({ return: "to-go" });
  const estimator = estimators.reinforce.create(options, {
    policy,
    objective,
    environment,
    groupSize: 1,
    simulation: critic,
    offPolicy: false,
    critic,
  });
  const draws = stream("bench", "estimator");
  const out = new Float64Array(policy.parameters);
  return () => {
    let steps = 0;
    const start = process.hrtime.bigint();
    for (let i = 0; i < BATCHES; i++) {
      const batch = draw(BATCH);
      estimator.estimate(batch, at, out, draws);
      steps += batch.steps;
    }
    return Number(process.hrtime.bigint() - start) / steps;
  };
};
