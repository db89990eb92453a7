import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyDatabase } from "../../src/store/verify/verify.ts";
import { gatedStudy } from "../cli/gate.ts";
import { writeStudy } from "../cli/study.ts";
import { startTrueslope, trueslope } from "../cli/trueslope.ts";
import { query } from "../store/databases.ts";
import { needs } from "../suite/needs.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { type Database, startDatabase } from "./database.ts";

/** A first θ for each seed, and a last one, without a model. */
const REFERENCES = {
  name: "references",
  environment: { kind: "cart-pole" },
  objective: { discount: 0.99, horizon: 50 },
  policy: { kind: "perceptron", widths: [4] },
  agents: [{ name: "a", estimator: { kind: "reinforce" }, batchSize: 4, iterations: 1 }],
  probe: { batchSizes: [4], replicates: 10, reference: { relativeError: 0.1 } },
  seeds: "0..1",
};

type Started = ReturnType<typeof startTrueslope>;

/** Digests of all rows of each run, which know nothing of identifiers and times. */
const digests = (path: string) =>
  query(path, "SELECT run_id, agent, seed, status, attempt, digest FROM run ORDER BY agent, seed");

describe.runIf(needs.postgres().met)("a study by a queue of PostgreSQL", () => {
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
  const work = (...more: string[]) => start("work", database.url, "--workers", "1", ...more);
  const run = () => ["run", gated.path, "--db", db, "--on", database.url];

  it("of 48 runs survives the end of a worker, of who asks and of the database, with the rows of one machine", async () => {
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
    expect(second.code, second.stderr).toBe(0);
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

  it("draws its references together, to the same bits, though a worker is killed", async () => {
    const path = writeStudy(folder, REFERENCES, "references.yaml");
    const [together, alone] = ["together.db", "alone.db"].map((name) => join(folder, name));
    const [killed, other] = [work("--share-after", "0"), work("--share-after", "0")];
    const asking = start("run", path, "--db", together, "--on", database.url);
    const parts = () =>
      Number(database.ask("SELECT count(*) FROM trueslope.result WHERE queue LIKE 'batches%'"));
    await expect.poll(parts).toBeGreaterThan(40); // of two references at least, so of both workers
    killed.child.kill("SIGKILL");
    expect(await asking.ended).toMatchObject({ code: 0 });
    other.child.kill("SIGTERM");
    await other.ended;
    expect(parts()).toBe(0);
    expect(trueslope("run", path, "--db", alone, "--quiet").code).toBe(0);
    const references = "SELECT reference_hash, trajectories, gradient FROM reference ORDER BY 1";
    expect(query(together, references)).toHaveLength(4);
    expect(query(together, references)).toEqual(query(alone, references));
    expect(digests(together)).toEqual(digests(alone));
  });
});
