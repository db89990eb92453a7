import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { printGroups } from "../../src/cli/print-groups.ts";
import { environmentFrom } from "../../src/config/environments.ts";
import { plan } from "../../src/config/plan.ts";
import { exportDatabase } from "../../src/export/export.ts";
import { readFinding } from "../../src/report/finding/read-finding.ts";
import { selections } from "../../src/report/selection.ts";
import { studyRecord } from "../../src/report/study.ts";
import { mergeDatabases } from "../../src/store/merge/merge.ts";
import { openReader, openStore } from "../../src/store/open.ts";
import { readSnapshot } from "../../src/store/snapshot.ts";
import { verifyDatabase } from "../../src/store/verify/verify.ts";
import { completeStudy, type StudyInput } from "../../src/study/complete-study.ts";
import { execute, register } from "../../src/sweep/execute.ts";
import { inlineRunner } from "../../src/sweep/inline.ts";
import { provenance } from "../../src/sweep/provenance.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

const folder = temporaryFolder();

const table: StudyInput = {
  name: "lake",
  environment: { kind: "frozen-lake" },
  objective: { discount: 0.99, horizon: 20 },
  policy: { kind: "softmax" },
  agents: [
    {
      name: "critic",
      estimator: { kind: "actor-critic", advantage: "gae", lambda: 0.9, critic: { kind: "td" } },
      optimizer: { kind: "adam", learningRate: 0.1, schedule: { kind: "cosine", iterations: 15 } },
      batchSize: 4,
      iterations: 6,
    },
    {
      name: "accumulated",
      estimator: {
        kind: "reinforce",
        baseline: { kind: "running-mean" },
        transforms: [{ kind: "accumulate", batches: 2 }],
      },
      batchSize: 4,
      iterations: 6,
      logEvery: 4,
    },
  ],
  probe: {
    every: 3,
    batchSizes: [2],
    replicates: 8,
    estimators: [{ name: "value", kind: "reinforce", baseline: { kind: "value", critic: { kind: "td" } } }],
  },
  evaluate: { every: 3, episodes: 4 },
  seeds: [0, 1],
};

const network: StudyInput = {
  name: "cart",
  environment: { kind: "cart-pole" },
  objective: { discount: 0.99, horizon: 30 },
  policy: { kind: "perceptron", widths: [4], normalize: true },
  agents: [
    {
      name: "ppo",
      estimator: { preset: "ppo", critic: { kind: "perceptron", widths: [4], minibatch: 8 } },
      batchSize: 3,
      iterations: 6,
    },
  ],
  evaluate: { every: 3, episodes: 4, deterministic: true },
  seeds: [3],
};

const withIterations = (study: StudyInput, iterations: number): StudyInput => ({
  ...study,
  agents: study.agents.map((agent) => ({ ...agent, iterations })),
});

interface Options {
  readonly replace?: boolean;
  /** Whether all is given up as soon as a run has begun. */
  readonly stopped?: boolean;
}

/** Does what is missing in this thread. @returns how many runs that was, and how many were done */
const run = async (
  db: string,
  written: StudyInput,
  { replace, stopped }: Options = {},
): Promise<number[]> => {
  const study = completeStudy(written);
  const store = openStore(db, "0");
  const controller = new AbortController();
  try {
    const { jobs, done } = register(study.name, plan(study), store, { replace });
    await execute({
      jobs,
      store,
      runner: inlineRunner(environmentFrom(study.environment)),
      concurrency: 1,
      provenance: provenance("0"),
      signal: controller.signal,
      onEvent(event) {
        if (event.type === "end") expect(event.error).toBe(null);
        if (stopped && event.type === "begin") controller.abort();
      },
    });
    return [jobs.length, done];
  } finally {
    store.close();
  }
};

const rows = (db: string, sql: string): unknown[] => {
  const reader = openReader(db);
  try {
    return reader.prepare(sql).raw().all();
  } finally {
    reader.close();
  }
};

/** Everything that was measured or learned, by names: not which run has it. */
const READINGS = [
  "SELECT * FROM learning_curve ORDER BY study, agent, seed, iteration",
  "SELECT * FROM agent_final ORDER BY study, agent, seed",
  "SELECT * FROM evaluation_curve ORDER BY study, agent, seed, iteration",
  `SELECT r.agent, r.seed, p.iteration, p.theta, p.normalizer, t.gradient, e.estimator, e.replicate, e.gradient, e.env_steps
    FROM estimate AS e JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) LEFT JOIN truth AS t USING (probe_id)
    ORDER BY r.agent, r.seed, p.iteration, e.estimator, e.replicate`,
  "SELECT * FROM estimator_over_seeds ORDER BY agent, iteration, estimator",
];

/** The state of the last run of each chain. */
const STATES = `SELECT agent, seed, max(s.iteration), state FROM final_state AS s JOIN run USING (run_id)
  GROUP BY agent, seed ORDER BY agent, seed`;

describe.each([
  ["tables, adam and accumulated estimates", table],
  ["networks, a normalizer and inner steps", network],
] as const)("a longer run of %s", (_, study) => {
  const [short, whole] = ["short", "whole"].map((each) => join(folder, `${study.name} ${each}.db`));
  const count = study.agents.length * (study.seeds as number[]).length;

  it("continues the finished one, and is to the bit one that ran the longer length from the start", async () => {
    expect(await run(short, study)).toEqual([count, 0]);
    const before = rows(short, "SELECT * FROM iteration");
    expect(await run(short, withIterations(study, 9))).toEqual([count, 0]);
    expect(await run(short, withIterations(study, 15))).toEqual([count, 0]);
    expect(rows(short, "SELECT * FROM iteration").slice(0, before.length)).toEqual(before);
    expect(await run(whole, withIterations(study, 15))).toEqual([count, 0]);
    for (const sql of [...READINGS, STATES]) {
      const found = rows(short, sql);
      expect(found, sql).toEqual(rows(whole, sql));
      if (study.probe || !sql.includes("estimat")) expect(found.length).toBeGreaterThan(0);
    }
  });

  it("records its lineage, and is done when it is asked for again", async () => {
    expect(rows(short, "SELECT DISTINCT from_iteration, status FROM run ORDER BY 1")).toEqual([
      [0, "done"],
      [6, "done"],
      [9, "done"],
    ]);
    expect(
      rows(short, "SELECT count(*) FROM iteration JOIN run USING (run_id) WHERE from_iteration = 9"),
    ).not.toEqual([[15 * count]]);
    expect(await run(short, withIterations(study, 15))).toEqual([0, count]);
  });

  it("is one run to those who read it: what was learned, the study, and the keys of its configuration", () => {
    const read = (db: string) =>
      readSnapshot(db, (query) => ({
        finding: readFinding(query, selections(query)[0]),
        yaml: studyRecord(query, study.name)?.yaml,
      }));
    const found = read(short);
    expect(found).toEqual(read(whole));
    expect(found.finding.learned.map(({ seeds, updates }) => [seeds, updates])).toEqual(
      study.agents.map(() => [(study.seeds as number[]).length, 15]),
    );
    expect(found.yaml).toContain("iterations: 15");
    expect(() => printGroups({ db: short, by: "all" })).toThrow("differ in their seeds alone");
  });

  it("is whole to trueslope check, and after a merge", () => {
    const merged = join(folder, `${study.name} merged.db`);
    const { warnings } = mergeDatabases([short, short], merged, { packageVersion: "1", force: false });
    expect(warnings).toEqual([]);
    for (const db of [short, merged])
      for (const { what, faults } of verifyDatabase(db)) expect(faults, what).toEqual([]);
    for (const sql of [...READINGS, STATES]) expect(rows(merged, sql), sql).toEqual(rows(whole, sql));
  });
});

describe("a run that cannot be continued", () => {
  const db = join(folder, "other.db");
  const refusal = (study: StudyInput) => run(db, study).catch((error: Error) => error.message);

  it("is refused as before: fewer updates, another setting beside, or a probe at the first θ alone", async () => {
    await run(db, table);
    expect(await refusal(withIterations(table, 3))).toMatch(/agent\.iterations was 6, now 3/);
    const changed = { ...withIterations(table, 9), objective: { discount: 0.9, horizon: 20 } };
    expect(await refusal(changed)).toMatch(/objective\.discount was 0\.99, now 0\.9/);
    const probed = join(folder, "probed.db");
    await run(probed, withIterations(table, 0));
    expect(await run(probed, table).catch((error: Error) => error.message)).toMatch(
      /agent\.iterations was 0, now 6/,
    );
  });

  it("makes way for --replace with all that continue it", async () => {
    await run(db, withIterations(table, 9));
    const changed = { ...withIterations(table, 7), objective: { discount: 0.9, horizon: 20 } };
    await run(db, changed, { replace: true });
    expect(
      rows(db, "SELECT DISTINCT from_iteration, json_extract(config, '$.agent.iterations') FROM run"),
    ).toEqual([[0, 7]]);
  });
});

describe("a continuing run that was interrupted", () => {
  it("begins anew from the state of the finished one; meanwhile that one tells what was learned", async () => {
    const db = join(folder, "stopped.db");
    await run(db, table);
    const learned = rows(db, READINGS[1]);
    await run(db, withIterations(table, 9), { stopped: true });
    expect(rows(db, "SELECT count(*) FROM run WHERE status <> 'done'")).toEqual([[4]]);
    expect(rows(db, READINGS[1])).toEqual(learned);
    expect(await run(db, table)).toEqual([0, 4]); // given up
    expect(rows(db, "SELECT count(*) FROM run")).toEqual([[4]]);
    await run(db, withIterations(table, 9));
    const whole = join(folder, "stopped whole.db");
    await run(whole, withIterations(table, 9));
    for (const sql of READINGS) expect(rows(db, sql), sql).toEqual(rows(whole, sql));
    const out = join(folder, "tb");
    expect(exportDatabase(db, { format: "tensorboard", output: out })).toHaveLength(4);
  });
});
