import { join } from "node:path";
import { expect, test } from "vitest";
import {
  type ContinuousEnvironment,
  type CustomStudy,
  checkEnvironment,
  type FiniteEnvironment,
  finiteEnvironment,
  runStudyOn,
} from "../../src/index.ts";
import { valueIn } from "../cli/study.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

const study: CustomStudy = {
  name: "own",
  objective: { discount: 0.9, horizon: 5 },
  policy: { kind: "softmax" },
  agents: [{ name: "a", estimator: { kind: "reinforce" }, batchSize: 4, iterations: 3 }],
  probe: { batchSizes: [2], replicates: 10 },
  seeds: "0..2",
};

/** A coin that pays 1 for action 1, in one step. */
const coin = finiteEnvironment("coin", {
  states: 1,
  actions: 2,
  initial: [1],
  outcomes: (_, action) => [[1, 0, action, true]],
});

/** The same without its model, and with a reward of one's choice. */
const blind = (reward: (action: number) => number): FiniteEnvironment => ({
  kind: "blind-coin",
  states: 1,
  actions: 2,
  reset: () => 0,
  step(_state, action, _random, outcome) {
    outcome.reward = reward(action);
    outcome.terminated = true;
    return 0;
  },
});

test("an environment object runs in this thread and is measured against its model", async () => {
  const db = join(temporaryFolder(), "own.db");
  expect(await runStudyOn(coin, study, { db })).toEqual([]);
  // ∇J = π(1)π(0) (−1, 1) = ±1/4 at θ = 0
  expect(valueIn(db, "SELECT norm FROM truth ORDER BY probe_id")).toBeCloseTo(Math.SQRT2 / 4, 12);
  expect(valueIn(db, "SELECT environment FROM estimator_summary")).toBe("coin");
});

test("an environment without a model has no truth, and its variance is known all the same", async () => {
  const db = join(temporaryFolder(), "own.db");
  expect(await runStudyOn(blind(Number), study, { db })).toEqual([]);
  expect(valueIn(db, "SELECT count(*) FROM truth")).toBe(0);
  expect(valueIn(db, "SELECT count(*) FROM estimate WHERE cosine IS NULL AND squared_deviation >= 0")).toBe(
    60,
  );
  expect(valueIn(db, "SELECT count(*) FROM iteration WHERE exact_return IS NULL")).toBe(12);
});

test("a reward that is not finite is recorded with finite = 0, and the run goes on", async () => {
  const db = join(temporaryFolder(), "own.db");
  expect(
    await runStudyOn(
      blind((action) => (action === 1 ? Number.NaN : 1)),
      study,
      { db },
    ),
  ).toEqual([]);
  const lost = valueIn(db, "SELECT count(*) FROM estimate WHERE finite = 0 AND norm IS NULL");
  expect(lost).toBeGreaterThan(0);
  expect(lost).toBe(valueIn(db, "SELECT sum(non_finite) FROM estimator_summary"));
  expect(valueIn(db, "SELECT count(*) FROM iteration")).toBe(12);
  expect(valueIn(db, "SELECT group_concat(DISTINCT finite) FROM iteration WHERE iteration = 3")).toBe(null);
});

test("a run that throws is recorded as failed, and the others go on", async () => {
  const db = join(temporaryFolder(), "own.db");
  let resets = 0;
  const fragile: FiniteEnvironment = {
    ...blind(Number),
    reset() {
      resets++;
      if (resets === 100) throw new Error("the lake is closed");
      return 0;
    },
  };
  const failures = await runStudyOn(fragile, study, { db });
  expect(failures.map(({ config }) => config.seed)).toEqual([1]);
  expect(valueIn(db, "SELECT group_concat(status) FROM (SELECT status FROM run ORDER BY run_id)")).toBe(
    "done,failed,done",
  );
  expect(valueIn(db, "SELECT error FROM run WHERE status = 'failed'")).toContain("the lake is closed");
});

test("a run whose physics is no longer finite is recorded as failed, and the others go on", async () => {
  const db = join(temporaryFolder(), "own.db");
  let steps = 0;
  const cart: ContinuousEnvironment = {
    kind: "exploding-cart",
    ...{ stateSize: 2, observationSize: 2, action: { size: 1 }, snapshots: true },
    reset(state, random) {
      state[0] = random.next();
      state[1] = 0;
    },
    step(state, action, _, outcome) {
      steps++;
      state[1] += 0.1 * action[0];
      state[0] += steps === 250 ? Number.POSITIVE_INFINITY - Number.POSITIVE_INFINITY : state[1];
      outcome.reward = -Math.abs(state[0]);
      outcome.terminated = false;
    },
  };
  const agents = (["ppo", "trpo", "a2c"] as const).map((kind) => ({
    name: kind,
    update: { kind, value: { widths: [4] }, observations: {}, ...(kind === "a2c" ? {} : { minibatches: 2 }) },
    ...{ lanes: 2, batchSteps: 40, iterations: 3 },
  }));
  const failures = await runStudyOn(
    cart,
    {
      name: "own",
      objective: study.objective,
      policy: { kind: "perceptron", widths: [4] },
      agents,
      seeds: 1,
    },
    { db },
  );
  expect(failures.map(({ config }) => config.agent.name)).toEqual(["trpo"]);
  expect(valueIn(db, "SELECT group_concat(status) FROM (SELECT status FROM run ORDER BY run_id)")).toBe(
    "done,failed,done",
  );
  expect(valueIn(db, "SELECT error FROM run WHERE status = 'failed'")).toMatch(
    /^RangeError: exploding-cart gave an observation or a reward that is not finite, at step [1-5] of an episode$/,
  );
  expect(valueIn(db, "SELECT count(*) FROM iteration WHERE finite = 0")).toBe(0);
});

test("an environment whose simulator is not its model is found by checkEnvironment, and a right one passes", () => {
  expect(checkEnvironment(coin, study).filter(({ pass }) => !pass)).toEqual([]);
  const liar: FiniteEnvironment = {
    ...coin,
    step(_state, action, _random, outcome) {
      outcome.reward = 2 * action;
      outcome.terminated = true;
      return 0;
    },
  };
  const failures = checkEnvironment(liar, study).filter(({ pass }) => !pass);
  expect(failures.map(({ what }) => what)).toEqual([
    "coin: frequencies of the outcomes, worst |z|",
    "coin: breaches of the contract (a copied state is a snapshot)",
  ]);
});

test("a truth that overflows fails its run with a reason, and the others go on", async () => {
  const db = join(temporaryFolder(), "own.db");
  const wild = { optimizer: { kind: "sgd", learningRate: 1e308 }, name: "wild" } as const;
  const agents = [{ ...study.agents[0], ...wild }, study.agents[0]];
  const probe = { ...study.probe, every: 1, batchSizes: [2], replicates: 2 };
  const large = finiteEnvironment("large-coin", {
    states: 1,
    actions: 2,
    initial: [1],
    outcomes: (_, action) => [[1, 0, action * 1e200, true]],
  });
  const failures = await runStudyOn(large, { ...study, agents, probe }, { db });
  expect(failures.length).toBeGreaterThan(0);
  expect(failures[0].error).toContain("the truth is not finite at iteration 0");
  expect(valueIn(db, "SELECT count(*) FROM run WHERE status = 'running'")).toBe(0);
});

test("a signal stops a study between its runs, and before its first", async () => {
  const db = join(temporaryFolder(), "own.db");
  await runStudyOn(coin, study, { db, signal: AbortSignal.abort() });
  expect(valueIn(db, "SELECT count(*) FROM run WHERE status = 'done'")).toBe(0);
  const controller = new AbortController();
  const onEvent = ({ type }: { type: string }) => {
    if (type === "end") setTimeout(() => controller.abort());
  };
  await runStudyOn(coin, study, { db, signal: controller.signal, onEvent });
  expect(valueIn(db, "SELECT count(*) FROM run WHERE status = 'done'")).toBe(1);
  expect(await runStudyOn(coin, study, { db })).toEqual([]);
  expect(valueIn(db, "SELECT count(*) FROM run WHERE status = 'done'")).toBe(3);
});

test("a state that is none of the environment's fails the run", async () => {
  const db = join(temporaryFolder(), "own.db");
  const astray = { ...blind(Number), step: () => 7 };
  expect((await runStudyOn(astray, study, { db }))[0]).toMatchObject({
    error: expect.stringContaining("blind-coin led to state 7; it has 1"),
    code: "CONTRACT",
  });
});

test("a study that is not valid is refused before anything is written", async () => {
  const db = join(temporaryFolder(), "own.db");
  const wrong = { ...study, objective: { discount: 2, horizon: 5 } };
  await expect(runStudyOn(coin, wrong, { db })).rejects.toThrow(/discount/);
  expect(() => valueIn(db, "SELECT 1")).toThrow();
});
