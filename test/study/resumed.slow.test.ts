import { createHash } from "node:crypto";
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { environmentFrom } from "../../src/config/environments.ts";
import { openStore } from "../../src/store/open.ts";
import { verifyDatabase } from "../../src/store/verify/verify.ts";
import { completeStudy, type StudyInput } from "../../src/study/complete-study.ts";
import { execute, register } from "../../src/sweep/execute.ts";
import { inlineRunner } from "../../src/sweep/inline.ts";
import { provenance } from "../../src/sweep/provenance.ts";
import type { Job, SweepEvent } from "../../src/sweep/sweep.ts";
import { digestsOf } from "../bench-counts/digest.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

const folder = temporaryFolder();

const tables = {
  environment: { kind: "frozen-lake" as const },
  objective: { discount: 0.99, horizon: 20 },
  policy: { kind: "softmax" as const },
};
const pole = {
  environment: { kind: "cart-pole" as const },
  objective: { discount: 0.99, horizon: 20 },
  policy: { kind: "perceptron" as const, widths: [4], normalize: true },
};
const swinging = {
  environment: { kind: "pendulum" as const },
  objective: { discount: 0.99, horizon: 20 },
  policy: { kind: "perceptron" as const, widths: [4] },
};
const evaluate = { every: 3, episodes: 2 };

/** Agents whose runs are ended: what they hold, and what they measure on the way, is not the same. */
const STUDIES: Readonly<Record<string, Omit<StudyInput, "name" | "seeds">>> = {
  "REINFORCE and Adam, with exact truth": {
    ...tables,
    agents: [
      {
        name: "a",
        estimator: { kind: "reinforce" },
        optimizer: { kind: "adam", learningRate: 0.1, schedule: { kind: "linear", iterations: 8 } },
        batchSize: 4,
        iterations: 8,
      },
    ],
    probe: { every: 4, batchSizes: [1, 2], replicates: 5, diagnostics: { landscape: { half: 1 } } },
    evaluate,
  },
  "actor-critic, estimates of two batches": {
    ...tables,
    agents: [
      {
        name: "a",
        estimator: {
          kind: "actor-critic",
          advantage: "gae",
          lambda: 0.9,
          critic: { kind: "td" },
          transforms: [{ kind: "accumulate", batches: 2 }],
        },
        optimizer: { kind: "sgd", learningRate: 0.5 },
        batchSize: 4,
        iterations: 8,
        logEvery: 3,
      },
    ],
    probe: {
      at: [0, 3, 8],
      batchSizes: [2],
      replicates: 5,
      estimators: [{ name: "mean", kind: "reinforce", baseline: { kind: "running-mean" } }],
    },
  },
  "a perceptron, with references": {
    ...pole,
    agents: [
      {
        name: "a",
        estimator: { kind: "actor-critic", lambda: 0.9, critic: { kind: "perceptron", widths: [4] } },
        optimizer: { kind: "adam", learningRate: 0.01 },
        batchSize: 3,
        iterations: 6,
      },
    ],
    probe: {
      every: 3,
      batchSizes: [2],
      replicates: 5,
      reference: { relativeError: 0.5, trajectories: 2048 },
    },
  },
  "PPO, observations and rewards normalized, episodes that go on": {
    ...swinging,
    agents: [{ name: "a", update: { preset: "ppo-cleanrl-continuous" }, batchSteps: 64, iterations: 8 }],
    probe: { every: 4, pairs: [32], streams: 3 },
    evaluate,
  },
  TRPO: {
    ...swinging,
    agents: [
      {
        name: "a",
        update: { preset: "trpo-implementation-matters" },
        batchSteps: 64,
        iterations: 8,
        logEvery: 2,
      },
    ],
    evaluate,
  },
};

interface Watch {
  onPlan?(jobs: readonly Job[]): void;
  onEvent?(event: SweepEvent): void;
}

/** Does what is missing in this thread, with a checkpoint after every update. */
const run = async (db: string, name: string, { onPlan, onEvent }: Watch = {}): Promise<void> => {
  const study = completeStudy({ ...STUDIES[name], name: "ended", seeds: [3] });
  const store = openStore(db, "0");
  try {
    const { jobs } = register(study, store);
    onPlan?.(jobs);
    await execute({
      ...{ jobs, store, concurrency: 1, provenance: provenance("0") },
      runner: inlineRunner(environmentFrom(study.environment), 0),
      onEvent(event) {
        if (event.type === "end") expect(event.error).toBe(null);
        onEvent?.(event);
      },
    });
  } finally {
    store.close();
  }
};

const query = (path: string, sql: string): unknown[][] => {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare(sql).raw().all() as unknown[][];
  } finally {
    db.close();
  }
};

/** All rows but who wrote them and how often it was begun; and the digest of the run, which is by their order, too. */
const rowsOf = (path: string): object => {
  const { run: _, ...rows } = digestsOf(path);
  return { rows, run: query(path, "SELECT status, digest, config_hash, error FROM run") };
};

/** What a process leaves that is killed: the file and its log as they are. */
const copyOf = (db: string, copy: string): void => {
  for (const suffix of ["", "-wal"]) if (existsSync(db + suffix)) copyFileSync(db + suffix, copy + suffix);
};

/** Does all of a study, and keeps what a kill after each transaction would leave. */
const runWithKills = async (name: string): Promise<{ whole: string; kills: string[] }> => {
  const stem = join(folder, createHash("sha256").update(name).digest("hex").slice(0, 8));
  const whole = `${stem}.db`;
  const kills: string[] = [];
  await run(whole, name, {
    onEvent({ type }) {
      if (type !== "begin" && type !== "batch" && type !== "reference") return;
      kills.push(`${stem}-${kills.length}.db`);
      copyOf(whole, kills.at(-1)!);
    },
  });
  return { whole, kills };
};

describe.each(Object.keys(STUDIES))("a run that is killed after any of its transactions: %s", (name) => {
  it("goes on after the last of its checkpoints, and ends with the rows of one that was left alone", async () => {
    const { whole, kills } = await runWithKills(name);
    expect(kills.length).toBeGreaterThan(8);
    const expected = rowsOf(whole);
    expect(query(whole, "SELECT count(*) FROM checkpoint")).toEqual([[0]]);
    const continued = new Set<number>();
    for (const db of kills) {
      const [[at] = [undefined]] = query(db, "SELECT iteration FROM checkpoint");
      const updates: number[] = [];
      await run(db, name, {
        onPlan(jobs) {
          expect(jobs.map(({ from, resume }) => [from, resume !== undefined])).toEqual([
            [at, at !== undefined],
          ]);
        },
        onEvent(event) {
          if (event.type !== "batch") return;
          for (const each of event.batch.events) if (each.type === "iteration") updates.push(each.iteration);
        },
      });
      expect(rowsOf(db)).toEqual(expected);
      if (at === undefined) continue;
      continued.add(at as number);
      expect(Math.min(...updates), "nothing is done twice").toBeGreaterThanOrEqual(at as number);
    }
    expect(continued.size).toBeGreaterThan(6);
    const faults = [...verifyDatabase(kills.at(-1)!)].flatMap((each) => each.faults);
    expect(faults).toEqual([]);
  });
});
