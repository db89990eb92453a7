import { createHash } from "node:crypto";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import type { OwnStudy } from "../../src/experiment.ts";
import { runWith } from "../../src/index.ts";
import type { Environment } from "../../src/types.ts";
import { temporaryFolder } from "../cli/trueslope.ts";
import { anyEnvironment } from "../problems.ts";
import { digestsOf } from "./digest.ts";

const folder = temporaryFolder();

const study = (changes: Pick<OwnStudy, "policy" | "agents"> & { beside: object[] }): OwnStudy => {
  const { beside, ...rest } = changes;
  return {
    name: "fixed",
    objective: { discount: 0.97, horizon: 25 },
    probe: { every: 5, batchSizes: [1, 6], replicates: 12, estimators: beside as never },
    seeds: [0, 1],
    ...rest,
  };
};

const reinforce = (optimizer: object) => ({
  name: "reinforce",
  estimator: { kind: "reinforce" as const },
  optimizer: optimizer as never,
  batchSize: 7,
  iterations: 10,
});

/** Small studies that go through every way of drawing and estimating, and what their tables hold. */
const STUDIES: Record<string, { environment: Environment; study: OwnStudy; digests: object }> = {
  tabular: {
    environment: anyEnvironment("frozen-lake", { map: "4x4", slippery: true }),
    study: study({
      policy: { kind: "softmax", initial: { normal: 0.3 } },
      agents: [
        reinforce({ kind: "adam", learningRate: 0.1 }),
        {
          name: "actor-critic",
          estimator: { kind: "actor-critic", advantage: "gae", lambda: 0.9, critic: { kind: "td" } },
          optimizer: { kind: "sgd", learningRate: 0.5 },
          batchSize: 7,
          iterations: 10,
        },
      ],
      beside: [
        { name: "total", kind: "reinforce", return: "total" },
        { name: "value", kind: "reinforce", baseline: { kind: "value", critic: { kind: "exact" } } },
        { name: "td", kind: "actor-critic", advantage: "td", critic: { kind: "exact" } },
      ],
    }),
    digests: {
      estimate: "1152 rows 16d10f6b72b2a97b",
      estimator: "16 rows 4eb13a6cbaeb940d",
      exact_moments: "96 rows d8dd3a9cb5e10f0b",
      experiment: "1 rows 670d8f6b4b523a84",
      iteration: "40 rows 83ea4f0d2c839a30",
      probe: "12 rows c681a101ea93a30f",
      run: "4 rows 8a9334471674f3b9",
      truth: "12 rows fde9c1b1c8f2bbee",
    },
  },
  "linear-quadratic": {
    environment: anyEnvironment("linear-quadratic", { preset: "double-integrator" }),
    study: study({
      policy: { kind: "linear-gaussian", deviation: "learned" },
      agents: [reinforce({ kind: "adam", learningRate: 0.01 })],
      beside: [{ name: "total", kind: "reinforce", return: "total" }],
    }),
    digests: {
      estimate: "288 rows 670feaef2c466d52",
      estimator: "4 rows 2352388d4c33226b",
      exact_moments: "24 rows 59f2ad3b7fc5fe3f",
      experiment: "1 rows 670d8f6b4b523a84",
      iteration: "20 rows 36752ba884e35235",
      probe: "6 rows 9672778aaeb09268",
      run: "2 rows c0dd685419a53e6f",
      truth: "6 rows c13b47777ebd6e02",
    },
  },
  perceptron: {
    environment: anyEnvironment("cart-pole"),
    study: study({
      policy: { kind: "perceptron", widths: [9, 6] },
      agents: [reinforce({ kind: "adam", learningRate: 0.01 })],
      beside: [{ name: "constant", kind: "reinforce", baseline: { kind: "constant", value: 9 } }],
    }),
    digests: {
      estimate: "288 rows 1694bf345a4bed81",
      estimator: "4 rows 33f69ffc52467931",
      experiment: "1 rows 670d8f6b4b523a84",
      iteration: "20 rows 4d3c72a16e447841",
      probe: "6 rows 1ad8191c64e45e0c",
      run: "2 rows e997d8231396a5bd",
    },
  },
  "gaussian perceptron": {
    environment: anyEnvironment("pendulum"),
    study: study({
      policy: { kind: "perceptron", widths: [8], activation: "relu" },
      agents: [reinforce({ kind: "sgd", learningRate: 0.001 })],
      beside: [],
    }),
    digests: {
      estimate: "144 rows 0bb95e8b130b1abd",
      estimator: "2 rows 138c03ed9c5087b0",
      experiment: "1 rows 670d8f6b4b523a84",
      iteration: "20 rows 0f8f6d00647b2ab6",
      probe: "6 rows 29ae2b369aa13fda",
      run: "2 rows f7c4155ffab79820",
    },
  },
};

const databaseOf = async (name: string): Promise<string> => {
  const { environment, study } = STUDIES[name];
  const db = join(folder, `${name}.db`);
  expect(await runWith(environment, study, { db })).toEqual([]);
  return db;
};

/** What this JavaScript engine makes of the functions whose last bits the language leaves open. */
const mathDigest = (): string => {
  const hash = createHash("sha256");
  const functions = [Math.exp, Math.log, Math.sin, Math.cos, Math.tanh, (x: number) => x ** 0.3];
  for (let i = 1; i <= 4000; i++) hash.update(Float64Array.from(functions, (f) => f(i * 0.0123456789)));
  return hash.digest("hex").slice(0, 16);
};
const SAME_MATH = mathDigest() === "6360cd964c4cfe45";

/**
 * Optimizations change no bit of a result. Where a change is meant to change results, or adds a column, the digests
 * of the tables concerned, and of no others, are to be replaced by what this test prints.
 */
test.runIf(SAME_MATH).each(Object.keys(STUDIES))(
  "the rows of the %s study are what they were",
  async (name) => {
    expect(digestsOf(await databaseOf(name))).toEqual(STUDIES[name].digests);
  },
);

test("a single bit of a gradient changes the digest of its table, and of no other", async () => {
  const path = await databaseOf("tabular");
  const changed = join(folder, "changed.db");
  copyFileSync(path, changed);
  const db = new Database(changed);
  const gradient = db.prepare("SELECT gradient FROM estimate WHERE rowid = 100").pluck().get() as Buffer;
  gradient[8] ^= 1;
  db.prepare("UPDATE estimate SET gradient = ? WHERE rowid = 100").run(gradient);
  db.prepare("UPDATE run SET host = 'elsewhere', started_at = NULL").run();
  db.close();
  const { estimate, ...others } = digestsOf(changed);
  const { estimate: before, ...othersBefore } = digestsOf(path);
  expect(estimate).not.toBe(before);
  expect(others).toEqual(othersBefore);
});
