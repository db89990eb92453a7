import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { stream } from "../../src/random.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { rowsOf, writeStudy } from "./study.ts";
import { startTrueslope, trueslope } from "./trueslope.ts";

/** Kills in all, over the kinds of study in turn: the others are left out. */
const KILLS = Number(process.env.KILLS ?? 2);

const agent = {
  name: "a",
  estimator: { kind: "reinforce" },
  optimizer: { kind: "adam", learningRate: 0.05 },
  batchSize: 8,
  iterations: 20,
};
const probe = { every: 10, batchSizes: [1, 4], replicates: 150 };
const seeds = "0..3";

/** Kinds of study: what they write, and what must go on, are not the same. */
const KINDS: Record<string, object> = {
  "learning alone": {
    environment: { kind: "cliff-walking" },
    objective: { discount: 0.99, horizon: 50 },
    policy: { kind: "softmax" },
    agents: [{ ...agent, iterations: 100 }],
    seeds: "0..9",
  },
  "linear-quadratic, one worker": {
    environment: { kind: "linear-quadratic", preset: "double-integrator" },
    objective: { discount: 1, horizon: 10 },
    policy: { kind: "linear-gaussian", deviation: 0.3 },
    agents: [{ ...agent, optimizer: { kind: "sgd", learningRate: 1e-4 } }],
    probe,
    workers: 1,
    seeds,
  },
  "tables, exact moments": {
    environment: { kind: "frozen-lake" },
    objective: { discount: 0.99, horizon: 50 },
    policy: { kind: "softmax" },
    agents: [agent, { ...agent, name: "b", estimator: { preset: "a2c" } }],
    probe: { ...probe, estimators: [{ name: "total", kind: "reinforce", return: "total" }] },
    seeds,
  },
  "references, perceptron": {
    environment: { kind: "cart-pole" },
    objective: { discount: 0.99, horizon: 50 },
    policy: { kind: "perceptron", widths: [8] },
    agents: [{ ...agent, iterations: 10 }],
    probe: { every: 5, batchSizes: [4], replicates: 60, reference: { relativeError: 0.2 } },
    seeds: "0..3",
  },
  "PPO, one run, one worker": {
    environment: { kind: "pendulum" },
    objective: { discount: 0.99, horizon: 50 },
    policy: { kind: "perceptron", widths: [16] },
    agents: [{ name: "a", update: { preset: "ppo-cleanrl-continuous" }, batchSteps: 512, iterations: 30 }],
    probe: { every: 10, pairs: [64], streams: 3 },
    workers: 1,
    seeds: "0..0",
  },
  "large cells": {
    environment: { kind: "bernoulli-bandit", arms: [0.2, 0.8] },
    objective: { discount: 1, horizon: 1 },
    policy: { kind: "softmax" },
    agents: [{ ...agent, iterations: 0 }],
    probe: { every: 1, batchSizes: [1, 2, 4], replicates: 20_000 },
    seeds: "0..3",
  },
};

/** Runs that a killed process has left with a checkpoint; none where it had not even made the tables. Nothing is touched. */
const checkpointsIn = (db: string): number => {
  const copy = `${db}.copy`;
  for (const suffix of ["", "-wal", "-journal"])
    if (existsSync(db + suffix)) copyFileSync(db + suffix, copy + suffix);
  const reader = new Database(copy); // which rolls back what a kill left half written
  try {
    const tables = reader.prepare("SELECT count(*) FROM sqlite_schema").pluck().get();
    return tables === 0 ? 0 : Number(reader.prepare("SELECT count(*) FROM checkpoint").pluck().get());
  } finally {
    reader.close();
  }
};

/**
 * Whatever moment a process is killed at, the same command goes on, each run from its last checkpoint, and the rows are
 * those of a study that was left alone.
 * `KILLS=100 npx vitest run test/cli/kills.slow.test.ts` tries more of them, of all kinds.
 */
test.each(Object.entries(KINDS).slice(0, KILLS))(
  "a study that is killed at any moment ends as any other: %s",
  async (name, body) => {
    const folder = temporaryFolder();
    const { workers = 2, ...rest } = body as { workers?: number };
    const path = writeStudy(folder, { name: "killed", ...rest });
    const command = (db: string) => [
      ...["run", path, "--workers", String(workers), "--checkpoint-every", "0", "--db", db],
    ];
    const whole = join(folder, "whole.db");
    const begun = performance.now();
    expect(trueslope(...command(whole)).stderr).toBe("");
    const duration = performance.now() - begun;
    const expected = rowsOf(whole);
    const kinds = Object.keys(KINDS);
    for (let i = kinds.indexOf(name); i < KILLS; i += kinds.length) {
      const db = join(folder, `killed-${i}.db`);
      const { child, ended } = startTrueslope(...command(db));
      await Promise.race([setTimeout(duration * stream("kills", i).next()), ended]);
      child.kill("SIGKILL");
      await ended;
      const continued = checkpointsIn(db);
      const { code, stderr } = trueslope(...command(db));
      const told = stderr.replace(/^.* (runs are done|has all \d+ runs?) already\.\n/, "");
      expect([code, told.replace(/^agent \w+, seed \d+: continued after .*\n/gm, "")]).toEqual([0, ""]);
      expect(told.split("continued after").length - 1, `kill ${i}`).toBe(continued);
      expect(rowsOf(db), `kill ${i}`).toEqual(expected);
      expect(trueslope("check", db).code, `kill ${i}`).toBe(0);
    }
  },
);
