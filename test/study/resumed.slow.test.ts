import { createHash } from "node:crypto";
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, it } from "vitest";
import { environmentFrom } from "../../src/config/environments.ts";
import { plan } from "../../src/config/plan.ts";
import { decodeState, encodeState } from "../../src/memory/encode.ts";
import type { State } from "../../src/memory/state.ts";
import { mergeDatabases } from "../../src/store/merge/merge.ts";
import { openStore } from "../../src/store/open.ts";
import { verifyDatabase } from "../../src/store/verify/verify.ts";
import { completeStudy } from "../../src/study/complete-study.ts";
import { execute, register } from "../../src/sweep/execute.ts";
import { inlineRunner } from "../../src/sweep/inline.ts";
import { provenance } from "../../src/sweep/provenance.ts";
import type { Job, SweepEvent } from "../../src/sweep/sweep.ts";
import { digestsOf } from "../bench-counts/digest.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { STUDIES } from "./resumed-studies.ts";

const folder = temporaryFolder();

interface Watch {
  /** Updates in place of those of the study. */
  readonly iterations?: number;
  readonly signal?: AbortSignal;
  onPlan?(jobs: readonly Job[]): void;
  onEvent?(event: SweepEvent): void;
}

/** Does what is missing in this thread, with a checkpoint after every update. */
const run = async (
  db: string,
  name: string,
  { iterations, signal, onPlan, onEvent }: Watch = {},
): Promise<void> => {
  const { agents, ...others } = STUDIES[name];
  const lengthened = iterations === undefined ? agents : agents.map((each) => ({ ...each, iterations }));
  const study = completeStudy({ ...others, agents: lengthened, name: "ended", seeds: [3] });
  const store = openStore(db, "0");
  try {
    const { jobs } = register(study.name, plan(study), store);
    onPlan?.(jobs);
    await execute({
      ...{ jobs, store, concurrency: 1, provenance: provenance("0"), checkpointEvery: 0 },
      runner: inlineRunner(environmentFrom(study.environment), 0),
      ...(signal && { signal }),
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

type Parts = Readonly<Record<string, State>>;

/** What a process leaves that is killed: the file and its log as they are. */
const copyOf = (db: string, copy: string): void => {
  for (const suffix of ["", "-wal"]) if (existsSync(db + suffix)) copyFileSync(db + suffix, copy + suffix);
};

/** Does all of a study, and keeps what a kill after each transaction would leave. */
const runWithKills = async (
  name: string,
  label = createHash("sha256").update(name).digest("hex").slice(0, 8),
): Promise<{ whole: string; kills: string[] }> => {
  const stem = join(folder, label);
  const whole = `${stem}.db`;
  const kills: string[] = [];
  let drawings = 0; // of references
  await run(whole, name, {
    onEvent({ type }) {
      if (type === "end" || (type === "progress" && ++drawings % 40 !== 5)) return;
      kills.push(`${stem}-${kills.length}.db`);
      copyOf(whole, kills.at(-1)!);
    },
  });
  return { whole, kills };
};

describe.each(Object.keys(STUDIES))("a run that is killed after any of its transactions: %s", (name) => {
  it("goes on after the last of its checkpoints, and ends with the rows of one that was left alone", async () => {
    const { whole, kills } = await runWithKills(name);
    expect(kills.length).toBeGreaterThan(5);
    const expected = rowsOf(whole);
    expect(query(whole, "SELECT count(*) FROM checkpoint")).toEqual([[0]]);
    const continued = new Set<number>();
    let drafts = 0;
    for (const db of kills) {
      drafts += query(db, "SELECT 1 FROM reference_draft").length;
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
    if (STUDIES[name].probe?.reference) expect(drafts).toBeGreaterThan(0);
    expect(continued.size).toBeGreaterThan(3);
    const faults = [...verifyDatabase(kills.at(-1)!)].flatMap((each) => each.faults);
    expect(faults).toEqual([]);
  });
});

describe("a run that was ended from outside", () => {
  const [name] = Object.keys(STUDIES);
  let kills: string[];
  let expected: object;
  beforeAll(async () => {
    const made = await runWithKills(name, "again");
    kills = made.kills;
    expected = rowsOf(made.whole);
  });
  /** What a kill in the middle of training has left. */
  const killed = (label: string): string => {
    const db = join(folder, `${label}.db`);
    copyOf(kills.find((each) => query(each, "SELECT iteration FROM checkpoint")[0]?.[0] === 4)!, db);
    return db;
  };
  const change = (db: string, sql: string, ...values: unknown[]): string => {
    const writer = new Database(db);
    expect(writer.prepare(sql).run(...values).changes).toBe(1);
    writer.close();
    return db;
  };
  /** Does what is missing. @returns updates after which it goes on; undefined where it begins anew, or why it does */
  const goOn = async (db: string): Promise<number | string | undefined> => {
    let job: Job | undefined;
    await run(db, name, { onPlan: (jobs) => ([job] = jobs) });
    return job?.unused ?? job?.from;
  };

  it("by a signal goes on, too", async () => {
    const db = join(folder, "stopped.db");
    const controller = new AbortController();
    let checkpoints = 0;
    await run(db, name, {
      signal: controller.signal,
      onEvent(event) {
        if (event.type !== "batch" || event.batch.events.at(-1)?.type !== "checkpoint") return;
        if (++checkpoints === 3) controller.abort();
      },
    });
    expect(query(db, "SELECT status, iteration FROM run JOIN checkpoint USING (run_id)")).toEqual([
      ["interrupted", 2],
    ]);
    expect(await goOn(db)).toBe(2);
    expect(rowsOf(db)).toEqual(expected);
  });

  it("goes on, too, where it continues a finished one of fewer updates", async () => {
    const db = join(folder, "longer.db");
    const copy = join(folder, "longer-killed.db");
    await run(db, name);
    await run(db, name, {
      iterations: 12,
      onEvent({ type }) {
        if (type === "batch" && query(db, "SELECT max(iteration) FROM checkpoint")[0][0] === 9)
          copyOf(db, copy);
      },
    });
    let from: number | undefined;
    await run(copy, name, { iterations: 12, onPlan: (jobs) => ([{ from }] = jobs as [Job]) });
    expect(from).toBe(9);
    expect(rowsOf(copy)).toEqual(rowsOf(db));
  });

  it("begins anew where another version, another engine or another plan would go on", async () => {
    expect(await goOn(killed("the same"))).toBe(4);
    for (const [changed, why] of [
      ["package_version = '0.0.1'", "by version 0.0.1, and this is 0"],
      ["engine = 'another'", "by an engine that rounds otherwise"],
      ["config_hash = 'another'", "of another configuration"],
    ]) {
      const db = change(killed(why), `UPDATE run SET ${changed}`);
      expect(await goOn(db)).toBe(why);
      expect(rowsOf(db), changed).toEqual(expected);
    }
  });

  it("goes on where it failed, and begins anew where it fails again before the next checkpoint", async () => {
    const failed = (label: string, times: number): string => {
      const db = killed(label);
      const store = openStore(db, "0");
      for (let i = 0; i < times; i++) {
        if (i > 0) store.begin(1, provenance("0"));
        store.end(1, "failed", "out of luck");
      }
      store.close();
      return db;
    };
    const [once, twice] = [failed("failed", 1), failed("failed twice", 2)];
    expect([await goOn(once), await goOn(twice)]).toEqual([4, undefined]);
    for (const db of [once, twice]) expect(rowsOf(db)).toEqual(expected);
  });

  it("goes on in a merged file, from the last of its checkpoints", async () => {
    const merged = join(folder, "merged.db");
    const [early] = kills.filter((each) => query(each, "SELECT iteration FROM checkpoint")[0]?.[0] === 2);
    mergeDatabases([early, killed("to merge")], merged, { packageVersion: "0", partial: true });
    expect(await goOn(merged)).toBe(4);
    expect(rowsOf(merged)).toEqual(expected);
  });

  it("has other rows if a part of its state is lost, or is told so", async () => {
    const fresh = decodeState(String(query(kills[2], "SELECT state FROM checkpoint")[0][0])) as Parts;
    const db = killed("lost");
    const state = decodeState(String(query(db, "SELECT state FROM checkpoint")[0][0])) as Parts;
    change(db, "UPDATE checkpoint SET state = ?", encodeState({ ...state, actions: fresh.actions }));
    expect(await goOn(db)).toBe(4);
    expect(rowsOf(db)).not.toEqual(expected);
    const { actions: _, ...rest } = state;
    const other = change(killed("less"), "UPDATE checkpoint SET state = ?", encodeState(rest));
    await expect(goOn(other)).rejects.toThrow();
    expect(query(other, "SELECT status, error FROM run")).toEqual([
      ["failed", expect.stringMatching(/expected a state of .*actions/)],
    ]);
    expect(await goOn(other), "what cannot be read is in the way once").toBe(undefined);
    expect(rowsOf(other)).toEqual(expected);
  });
});
