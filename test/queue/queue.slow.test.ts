import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyDatabase } from "../../src/store/verify/verify.ts";
import { gatedStudy } from "../cli/gate.ts";
import { startTrueslope, trueslope } from "../cli/trueslope.ts";
import { query } from "../store/databases.ts";
import { needs } from "../suite/needs.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { type Database, startDatabase } from "./database.ts";

type Started = ReturnType<typeof startTrueslope>;

/** Digests of all rows of each run, which know nothing of identifiers and times. */
const digests = (path: string) =>
  query(path, "SELECT run_id, agent, seed, status, attempt, digest FROM run ORDER BY agent, seed");

describe.runIf(needs.postgres().met)("a study of 48 runs by a queue of PostgreSQL", () => {
  const folder = temporaryFolder();
  const [db, whole] = ["study.db", "whole.db"].map((name) => join(folder, name));
  const started: Started[] = [];
  let database: Database;
  let gated: ReturnType<typeof gatedStudy>;

  beforeAll(async () => {
    gated = gatedStudy(folder, "0..23");
    database = await startDatabase();
  });
  afterAll(async () => {
    for (const { child } of started) child.kill("SIGKILL");
    await Promise.all(started.map(({ ended }) => ended));
    database?.stop("immediate");
  });

  const start = (...words: string[]): Started => {
    const one = startTrueslope(...words);
    started.push(one);
    return one;
  };
  const work = () => start("work", database.url, "--workers", "1");
  const run = () => ["run", gated.path, "--db", db, "--on", database.url];

  it("survives the end of a worker, of who asks and of the database, with the rows of one machine", async () => {
    const workers = [work(), work()];
    const first = start(...run());
    await expect.poll(() => gated.held().length).toBe(2);
    expect(trueslope(...run())).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("is being written by another trueslope"),
    });
    workers[0].child.kill("SIGKILL");
    first.child.kill("SIGKILL");
    await first.ended;
    database.stop("immediate");
    database.start();
    gated.open();
    workers.push(work());
    const second = await start(...run()).ended;
    expect(second).toMatchObject({ code: 0 });
    expect(second.stdout).toContain("All numbers:");

    expect(trueslope("run", gated.path, "--db", whole, "--quiet", "--workers", "1").code).toBe(0);
    expect(digests(db)).toHaveLength(48);
    expect(digests(db)).toEqual(digests(whole));
    expect([...verifyDatabase(db)].flatMap(({ faults }) => faults)).toEqual([]);
    expect(database.ask("SELECT count(*) FROM trueslope.result")).toEqual(["0"]);
    expect(database.ask("SELECT count(*) FROM trueslope_queue.job")).toEqual(["0"]);

    for (const { child } of workers) child.kill("SIGTERM");
    const ends = await Promise.all(workers.map(({ ended }) => ended));
    expect(ends.map(({ code }) => code)).toEqual([null, 130, 130]);
    const said = ends.flatMap(({ stderr }) => stderr.match(/^agent .*$/gm) ?? []);
    expect(said).toHaveLength(48); // none was done twice
    expect(new Set(said).size).toBe(48);
  });
});
