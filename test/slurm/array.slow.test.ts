import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyDatabase } from "../../src/store/verify/verify.ts";
import { gatedStudy } from "../cli/gate.ts";
import { query } from "../store/databases.ts";
import { needs } from "../suite/needs.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { type Cluster, startCluster } from "./cluster.ts";

const MAIN = fileURLToPath(new URL("../../dist/bundle/main.js", import.meta.url));
const SHARDS = 8;

/** Digests of all rows of each run, which know nothing of identifiers and times. */
const digests = (path: string) =>
  query(path, "SELECT agent, seed, status, digest FROM run ORDER BY agent, seed");

describe.runIf(needs.slurm().met)("a study of 48 runs as an array of Slurm", () => {
  const folder = temporaryFolder();
  const [db, whole] = ["study.db", "whole.db"].map((name) => join(folder, name));
  const shards = join(folder, "study.shards");
  let cluster: Cluster;
  let gated: ReturnType<typeof gatedStudy>;

  beforeAll(async () => {
    gated = gatedStudy(folder, "0..23");
    cluster = await startCluster();
  });
  afterAll(() => cluster?.stop());

  const trueslope = (...words: string[]) =>
    execFileSync(process.execPath, [MAIN, ...words], {
      cwd: folder,
      env: cluster.environment,
      encoding: "utf8",
    });

  const submit = (path = gated.path, file = db, count = SHARDS): string => {
    const words = ["submit", path, "--slurm", "--shards", String(count), "--db", file];
    const said = trueslope(...words, "--", "--comment=two words");
    return /^Job (\d+):/.exec(said)?.[1] ?? said;
  };

  /** The merge is the last to end. */
  const allEnded = () => expect.poll(() => cluster.ask("squeue", "--noheader").trim()).toBe("");

  it("is requeued and killed in its middle, and merging says what is missing", async () => {
    const job = submit();
    await expect.poll(() => gated.held().length).toBe(2); // of two processors
    const [requeued, killed] = gated.held();
    process.kill(killed.pid, "SIGKILL");
    const task = `${job}_${requeued.task}`;
    cluster.ask("scontrol", "requeue", task);
    await expect.poll(() => readdirSync(shards)).toContain(`${requeued.task}.log`);
    await expect
      .poll(() => cluster.ask("squeue", "--noheader", "--format=%r", `--jobs=${task}`))
      .toContain("BeginTime");
    gated.open();
    cluster.ask("scontrol", "update", `JobId=${task}`, "StartTime=now");
    await allEnded();
    expect(existsSync(db)).toBe(false);
    const merged = readFileSync(join(shards, "merge.log"), "utf8");
    expect(merged).toContain(`in ${shards}/${killed.task}-of-8.db`);
    expect(merged).toContain("Nothing was written");
    expect(merged).not.toContain(`in ${shards}/${requeued.task}-of-8.db`);
  });

  it("has the rows of one machine when it is submitted once more", async () => {
    submit();
    trueslope("run", gated.path, "--db", whole, "--quiet", "--workers", "1");
    await allEnded();
    expect(digests(db)).toHaveLength(48);
    expect(digests(db)).toEqual(digests(whole));
    expect([...verifyDatabase(db)].flatMap(({ faults }) => faults)).toEqual([]);
    expect(query(db, "SELECT max(attempt), count(*) FROM run WHERE attempt > 1")).toEqual([[2, 2]]);
  });

  it("goes on by itself after the end of its node", async () => {
    const other = join(folder, "other");
    mkdirSync(other);
    const small = gatedStudy(other, "0..5");
    const file = join(other, "study.db");
    const job = submit(small.path, file, 2);
    await expect.poll(() => small.held().length).toBe(2);
    await cluster.crashNode(small.held().map(({ pid }) => pid));
    small.open();
    cluster.startNode();
    const tasks = () => cluster.ask("squeue", "--noheader", "--array", "--format=%i %T", `--jobs=${job}`);
    await expect.poll(tasks).toMatch(/PENDING.*\n.*PENDING/);
    for (const task of [0, 1]) cluster.ask("scontrol", "update", `JobId=${job}_${task}`, "StartTime=now");
    await expect.poll(tasks).toBe("");
    cluster.ask("scancel", "--state=PENDING"); // Slurm 22.05 lets what else waits wait on after such an end
    trueslope("merge", join(other, "study.shards"), "-o", file);
    const alone = join(other, "alone.db");
    trueslope("run", small.path, "--db", alone, "--quiet", "--workers", "1");
    expect(digests(file)).toHaveLength(12);
    expect(digests(file)).toEqual(digests(alone));
  });
});
