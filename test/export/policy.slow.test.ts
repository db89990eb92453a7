import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, it } from "vitest";
import * as command from "../../src/cli/commands/export.ts";
import { studySchema } from "../../src/config/schema.ts";
import { exportPolicy } from "../../src/export/policy/export-policy.ts";
import { finalRun } from "../../src/export/policy/final-run.ts";
import type { FunctionPolicy } from "../../src/policies/policy.ts";
import { stream } from "../../src/random.ts";
import { restored } from "../../src/run/restored.ts";
import { database, scratch } from "../report/database.ts";
import { PYTHON } from "../suite/needs.ts";
import { runCommand } from "./command-line.ts";
import { readSafetensors } from "./read-safetensors.ts";

const folder = scratch();
const script = fileURLToPath(new URL("./policy_torch.py", import.meta.url));

const ppo = {
  name: "ppo",
  update: {
    kind: "ppo",
    epochs: 2,
    minibatches: 2,
    clip: 0.2,
    learningRate: 0.01,
    observations: { clip: 1.5 },
    value: { widths: [6] },
  },
  lanes: 2,
  batchSteps: 64,
  iterations: 3,
};
const base = {
  objective: { discount: 0.99, horizon: 50 },
  agents: [ppo],
  seeds: [0],
};
const STUDIES = {
  cart: { ...base, environment: { kind: "cart-pole" }, policy: { kind: "perceptron", widths: [8, 5] } },
  pendulum: {
    ...base,
    environment: { kind: "pendulum" },
    policy: { kind: "perceptron", widths: [8], activation: "relu" },
  },
  squashed: {
    ...base,
    environment: { kind: "pendulum" },
    policy: { kind: "perceptron", widths: [8], deviation: "state", squash: true },
  },
};
const path = (name: string) => `${folder}/${name}`;
beforeAll(() => {
  for (const [name, study] of Object.entries(STUDIES))
    database(folder, `${name}.db`, [studySchema.parse({ name, ...study })], { saves: true });
});

const probed = (db: string) => {
  const { config, state } = finalRun(db);
  const { point, update } = restored(config, state);
  return { theta: point.theta, policy: point.policy as FunctionPolicy, value: update.value! };
};

describe.each(Object.keys(STUDIES))("the policy of %s", (name) => {
  const db = path(`${name}.db`);
  const output = path(`${name}.safetensors`);

  it("is written as tensors that follow each other, with θ in its order, values and normalizer", async () => {
    await exportPolicy(db, { output });
    const { header, metadata, tensors } = readSafetensors(output);
    const { theta, policy, value } = probed(db);
    const text = readFileSync(path(`${name}.json`), "utf8");
    expect(JSON.parse(metadata.trueslope)).toEqual(JSON.parse(text));
    expect(header % 8).toBe(0);
    const numbers = (prefix: string) =>
      Object.entries(tensors)
        .filter(([tensor]) => tensor.startsWith(prefix))
        .flatMap(([, { values }]) => [...values]);
    expect(numbers("policy.")).toEqual([...theta]);
    expect(numbers("value.")).toEqual([...value.weights]);
    expect(numbers("observations.")).toEqual([...policy.normalizer!.moments]);
    expect(tensors["policy.0.weight"].shape).toEqual([8, policy.observationSize]);
    expect(tensors["value.2.weight"].shape).toEqual([1, 6]);
    expect(JSON.parse(text)).toMatchObject({
      agent: "ppo",
      seed: 0,
      run: 1,
      iteration: 3,
      observations: { clip: 1.5 },
    });
  });

  it.skipIf(PYTHON === undefined)("is the same in PyTorch: log π, and the values", () => {
    const { policy, value } = probed(db);
    const rows = 100;
    const K = policy.action.size ?? 1;
    const random = stream("observations");
    const observations = Float64Array.from(
      { length: rows * policy.observationSize },
      () => 4 * random.next() - 2,
    );
    const actions = Float64Array.from({ length: rows * K }, () =>
      policy.action.count === undefined
        ? 3 * random.next() - 1
        : Math.floor(policy.action.count * random.next()),
    );
    const inputs = new Float64Array(observations.length);
    policy.normalizer!.apply(observations, 0, rows, inputs);
    expect(inputs.some((x) => Math.abs(x) === 1.5)).toBe(true); // the limit is tried
    const logs = new Float64Array(rows);
    policy.rows.forward(inputs, actions, 0, rows, new Int32Array(rows), logs, new Float64Array(rows));
    const values = new Float64Array(rows);
    value.evaluate(inputs, rows, values);
    const matrix = (numbers: Float64Array, size: number) =>
      Array.from({ length: rows }, (_, r) => [...numbers.subarray(r * size, (r + 1) * size)]);
    const input = JSON.stringify({
      observations: matrix(observations, policy.observationSize),
      actions: matrix(actions, K),
    });
    const { stdout, stderr } = spawnSync(
      join(PYTHON as string, "python3"),
      [script, output, path(`${name}.json`)],
      {
        input,
        encoding: "utf8",
      },
    );
    expect(stderr).toBe("");
    const told = JSON.parse(stdout);
    const error = (ours: Float64Array, theirs: number[]) =>
      Math.max(...ours.map((x, i) => Math.abs(x - theirs[i]) / Math.max(1, Math.abs(x))));
    expect(error(logs, told.logProbabilities)).toBeLessThan(1e-6); // float32 here, float64 there
    expect(error(values, told.values)).toBeLessThan(1e-6);
    expect(error(values, [...told.values].reverse())).toBeGreaterThan(1e-3); // of other rows it is not
  });
});

describe("trueslope export --policy", () => {
  const many = path("many.db");
  beforeAll(() => {
    const tables = {
      name: "tables",
      environment: { kind: "frozen-lake" },
      objective: { discount: 0.99, horizon: 20 },
      policy: { kind: "softmax", initial: { normal: 1 } },
      agents: [
        { name: "reinforce", estimator: { kind: "reinforce" }, batchSize: 2, iterations: 2 },
        { name: "frozen", estimator: { kind: "reinforce" }, batchSize: 2, iterations: 0 },
      ],
      seeds: [4, 5],
    };
    const linear = {
      name: "linear",
      environment: { kind: "pendulum" },
      objective: { discount: 0.99, horizon: 5 },
      policy: { kind: "linear-gaussian", deviation: "learned", bias: true, normalize: true },
      agents: [{ name: "reinforce", estimator: { kind: "reinforce" }, batchSize: 2, iterations: 2 }],
      seeds: [4],
    };
    const times = { ...linear, name: "times", policy: { kind: "time-gaussian", deviation: 0.5 } };
    const logits = {
      ...linear,
      name: "logits",
      environment: { kind: "cart-pole" },
      policy: { kind: "linear-softmax" },
    };
    database(
      folder,
      "many.db",
      [tables, linear, times, logits].map((each) => studySchema.parse(each)),
      { saves: true },
    );
  });
  const shapesOf = async (run: number) => {
    const output = path(`${run}.safetensors`);
    const { code, stderr } = await runCommand(command, many, "--policy", "--run", String(run), "-o", output);
    expect([code, stderr]).toEqual([0, ""]);
    return Object.entries(readSafetensors(output).tensors).map(([name, { shape }]) => [name, shape]);
  };

  it("names the tensors of every policy", async () => {
    expect(await shapesOf(1)).toEqual([["policy.logits", [16, 4]]]);
    expect(await shapesOf(5)).toEqual([
      ["policy.0.weight", [1, 3]],
      ["policy.0.bias", [1]],
      ["policy.log_std", [1]],
      ["observations.mean", [3]],
      ["observations.deviation", [3]],
    ]);
    expect(await shapesOf(6)).toEqual([["policy.means", [5, 1]]]);
    expect(await shapesOf(7)).toEqual([
      ["policy.0.weight", [2, 4]],
      ["policy.0.bias", [2]],
    ]);
  });

  it.each([
    [
      "several runs",
      [many, "--policy", "-o", "x.safetensors"],
      "has 5 finished runs; choose one with --run: 1 (tables, reinforce, seed 4), 2",
    ],
    [
      "a run that learned nothing",
      [many, "--policy", "--run", "3", "-o", "x.safetensors"],
      "no finished run 3 that has learned something",
    ],
    [
      "another ending",
      [many, "--policy", "--run", "1", "-o", "x.pt"],
      "-o must end in .safetensors for a policy; got x.pt",
    ],
    [
      "a format too",
      [many, "--policy", "--format", "csv", "-o", "x.safetensors"],
      "--policy is in place of tables",
    ],
    ["a run without a policy", [many, "--run", "1", "--format", "csv", "-o", "x"], "--run is of --policy"],
  ])("refuses %s", async (_, words, message) => {
    const { code, stderr } = await runCommand(command, ...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it("refuses a run of an environment that only a program has, and one without a final state", async () => {
    const other = path("cart.db");
    const file = new Database(other);
    file.exec("UPDATE run SET config = json_set(config, '$.environment.kind', 'mine')");
    file.close();
    const { code, stderr } = await runCommand(command, other, "--policy", "-o", path("mine.safetensors"));
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("is of the environment mine, which a program made"),
    ]);
    const unsaved = database(folder, "unsaved.db", [studySchema.parse({ name: "cart", ...STUDIES.cart })]);
    const none = await runCommand(command, unsaved, "--policy", "-o", path("none.safetensors"));
    expect(none.stderr).toContain("has no finished run that has learned something");
  });
});
