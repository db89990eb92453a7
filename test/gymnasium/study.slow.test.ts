import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openReader } from "../../src/store/open.ts";
import { killWhenTold } from "../bridge/killed.ts";
import { writeStudy } from "../cli/study.ts";
import { trueslope } from "../cli/trueslope.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { present, python } from "./python.ts";

const study = (environment: string, rest = "") => `name: gym
environment: { ${environment}, python: ${python} }
objective: { discount: 0.99, horizon: 40 }
policy: { kind: linear-softmax }
agents:
  - { name: a, estimator: { kind: reinforce }, optimizer: { kind: sgd, learningRate: 0.01 }, batchSize: 100, iterations: 2 }
probe: { batchSizes: [8], replicates: 10, reference: { trajectories: 2048 } }
seeds: 0..1
${rest}`;

const run = (text: string, ...options: string[]) => {
  const db = join(temporaryFolder(), "gym.db");
  const printed = trueslope("run", writeStudy(temporaryFolder(), text), "--db", db, ...options);
  return { ...printed, db };
};

const rows = (db: string, query: string): Record<string, unknown>[] => {
  const reader = openReader(db);
  try {
    return reader.prepare<[], Record<string, unknown>>(query).all();
  } finally {
    reader.close();
  }
};

const ESTIMATES = `SELECT agent, seed, iteration, replicate, cosine, hex(gradient) AS g FROM estimate
  JOIN probe USING (probe_id) JOIN run USING (run_id) ORDER BY 1, 2, 3, 4`;

describe.skipIf(!present)("a study of an environment of Gymnasium", () => {
  it("gives the same rows with one worker and with two, and a table of them", () => {
    const [one, two] = ["1", "2"].map((workers) =>
      run(study("gymnasium: CartPole-v1"), "--workers", workers, "--quiet"),
    );
    for (const { code, stderr, stdout } of [one, two]) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toBe("");
    }
    expect(trueslope("summary", one.db).stdout).toMatch(/^agent +8 .*±/m);
    const estimates = rows(one.db, ESTIMATES);
    expect(estimates).toHaveLength(2 * 2 * 10);
    expect(new Set(estimates.map(({ g }) => g)).size).toBe(40);
    expect(rows(two.db, ESTIMATES)).toEqual(estimates);
  });

  it("trains PPO, A2C and TRPO in lanes side by side, and goes on with episodes, after a break too", () => {
    const trained = (iterations: number) => `name: lanes
environment: { gymnasium: Pendulum-v1, python: ${python} }
objective: { discount: 0.9, horizon: 50 }
policy: { kind: perceptron, widths: [8] }
agents:
  - { name: ppo, update: { preset: ppo-cleanrl, carry: false }, batchSteps: 240, lanes: 4, iterations: 2 }
  - { name: a2c, update: { preset: a2c-sb3 }, batchSteps: 240, lanes: 4, iterations: ${iterations} }
  - { name: trpo, update: { preset: trpo-spinningup, carry: true }, batchSteps: 240, lanes: 4, iterations: 2 }
evaluate: { episodes: 3 }
seeds: 0
`;
    const [one, two] = ["1", "2"].map((workers) => run(trained(3), "--workers", workers, "--quiet"));
    const longer = run(trained(2), "--quiet");
    const path = writeStudy(temporaryFolder(), trained(3));
    const resumed = { ...trueslope("run", path, "--db", longer.db, "--quiet"), db: longer.db };
    for (const { code, stderr } of [one, two, longer, resumed])
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const thetas = (db: string, where = "true") =>
      rows(
        db,
        `SELECT agent, iteration, env_steps, gradient_norm FROM iteration JOIN run USING (run_id)
          WHERE ${where} ORDER BY 1, 2`,
      );
    const found = thetas(one.db);
    expect(found.length).toBeGreaterThanOrEqual(3 * 2);
    expect(found.some(({ gradient_norm: norm }) => (norm as number) > 0)).toBe(true);
    expect(thetas(two.db)).toEqual(found);
    const goneOn = thetas(resumed.db, "from_iteration = 2");
    expect(goneOn.length).toBeGreaterThan(0);
    expect(goneOn).toEqual(thetas(one.db, "agent = 'a2c' AND iteration >= 2").slice(-goneOn.length));
  });

  it("that ends in the middle fails its run with the last that it printed, and where that was", () => {
    const options = "options: { fault: dies, after: 30 }";
    const { code, stderr } = run(study(`gymnasium: "spied:Odd-v0", ${options}`), "--workers", "1");
    expect(code).toBe(1);
    expect(stderr).toMatch(/seed \d+, step 30 of the first of 8 lanes: .*ended before it answered/);
    expect(stderr).toContain("out of memory");
  });

  it("leaves no process behind when it is killed in the middle of a step", async () => {
    const folder = temporaryFolder();
    const told = join(folder, "pid");
    process.env.SPIED_TOLD = told;
    const hanging = study('gymnasium: "spied:Odd-v0", options: { fault: hangs }');
    await killWhenTold(told, ["run", writeStudy(folder, hanging), "--db", join(folder, "gym.db")]);
  });

  it("is looked at by validate and --dry-run, which start nothing", () => {
    const file = writeStudy(temporaryFolder(), study("gymnasium: Missing-v7").replace(python, "/no/python"));
    const validated = trueslope("validate", file);
    expect(validated).toMatchObject({ code: 0, stderr: "" });
    expect(validated.stdout).toContain("was not started");
    const dry = trueslope("run", file, "--dry-run");
    expect(dry).toMatchObject({ code: 0, stderr: "" });
    expect(dry.stdout).toContain("was not started");
    const { code, stderr } = run(study("gymnasium: Missing-v7").replace(python, "/no/python"));
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining("environment: /no/python cannot be started"),
    });
  });
});
