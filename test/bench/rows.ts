import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fulfils, type Target } from "./comparison.ts";
import type { Finding } from "./finding.ts";
import { spreadOf } from "./spread.ts";

const MAIN = fileURLToPath(new URL("../../bundle/main.js", import.meta.url));

/** A study of 1000 cells whose estimates have 64 coordinates, in two shards. */
const CELLS = 1000; // 20 seeds, 2 probes, 5 batch sizes, 5 estimators
const study = (replicates: number): object => ({
  name: "rows",
  environment: { kind: "frozen-lake", map: "4x4", slippery: true },
  objective: { discount: 0.99, horizon: 20 },
  policy: { kind: "softmax" },
  agents: [
    {
      ...{ name: "agent", estimator: { kind: "reinforce" }, batchSize: 4, iterations: 10 },
      optimizer: { kind: "sgd", learningRate: 0.5 },
    },
  ],
  probe: {
    ...{ every: 10, batchSizes: [1, 2, 4, 8, 16], replicates },
    estimators: [
      { name: "total", kind: "reinforce", return: "total" },
      { name: "constant", kind: "reinforce", baseline: { kind: "constant", value: 0.1 } },
      { name: "gae", kind: "actor-critic", advantage: "gae", lambda: 0.9, critic: { kind: "exact" } },
      { name: "td", kind: "actor-critic", advantage: "td", critic: { kind: "exact" } },
    ],
  },
  seeds: "0..19",
});

const BYTES = 3 * 700; // of disk for an estimate: shards, what they are merged into, an export
const PER_ROW = { merge: 3, export: 8 }; // µs, at most

/**
 * What reads a database of so many estimates, in processor time: the statistics of a thousand cells, and every estimate.
 *
 * @throws Error if the disk has no room for them
 */
export const rowsOf = async (rows: number, rounds: number): Promise<Finding[]> => {
  const folder = mkdtempSync(join(tmpdir(), "trueslope-bench-"));
  try {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < rows * BYTES)
      throw new Error(`${rows} estimates need ${(rows * BYTES) / 1e9} GB in ${folder}`);
    const path = (name: string) => join(folder, name);
    writeFileSync(path("rows.yaml"), JSON.stringify(study(Math.max(2, Math.round(rows / CELLS)))));
    const db = path("rows.db");
    for (const shard of ["0/2", "1/2"]) processorTime("run", path("rows.yaml"), "--db", db, "--shard", shard);
    const merged = processorTime("merge", path("rows.shards"), "-o", db);
    rmSync(path("rows.shards"), { recursive: true });
    const of = `a database of ${rows} estimates`;
    const timed = (what: string, figures: number[], unit: string, atMost: number): Finding => {
      const [ours, target]: [Finding["ours"], Target] = [spreadOf(figures), { atMost }];
      const rest = { against: null, direction: "ours/theirs", target } as const;
      return { section: "rows", what, unit, ours, ...rest, holds: fulfils(ours.median, target) };
    };
    const repeated = (...words: string[]) => Array.from({ length: rounds }, () => processorTime(...words));
    const exported = processorTime("export", db, "estimate", "--format", "parquet", "-o", path("e.parquet"));
    const views: number[] = [];
    for (let round = 0; round < rounds; round++) views.push(await firstView(db));
    return [
      timed(`summary of ${of}`, repeated("summary", db), "ms", 1000),
      timed(`report of ${of}`, repeated("report", db, "-o", path("report.html")), "ms", 5000),
      timed(`first view of the page of ${of}`, views, "ms", 1000),
      timed(`${of} merged from two`, [(1000 * merged) / rows], "µs per estimate", PER_ROW.merge),
      timed(`its estimates as Parquet`, [(1000 * exported) / rows], "µs per estimate", PER_ROW.export),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** A module that has a process tell its processor time, in microseconds, when it ends. */
const TELL = `data:text/javascript,${encodeURIComponent(
  'import { writeSync } from "node:fs"; ' +
    'process.on("exit", () => { const { user, system } = process.cpuUsage(); writeSync(2, "\\ncpu " + (user + system)); });',
)}`;

/** Milliseconds of processor time of a command, in all its threads. */
const processorTime = (...words: string[]): number => {
  const { status, stderr } = spawnSync(process.execPath, ["--import", TELL, MAIN, ...words], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${words.join(" ")}: ${stderr}`);
  return told(stderr);
};

const told = (stderr: string): number => Number(/\ncpu (\d+)$/.exec(stderr)?.[1]) / 1000;

/** Milliseconds of processor time of `trueslope ui`, from its start to the answer with all that its page shows. */
const firstView = async (db: string): Promise<number> => {
  const page = spawn(process.execPath, ["--import", TELL, MAIN, "ui", db, "--port", "0"]);
  let stderr = "";
  page.stderr.on("data", (part) => {
    stderr += part;
  });
  const [line] = (await once(page.stdout, "data")) as [Buffer];
  const response = await fetch(new URL("/api/view", String(line).trim()));
  await response.json();
  page.kill("SIGINT");
  await once(page, "close");
  return told(stderr);
};
