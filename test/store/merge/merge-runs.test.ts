import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { RunEnd } from "../../../src/store/run-facts.ts";
import { temporaryFile } from "../../suite/temporary-folder.ts";
import { closed, merge, query } from "../databases.ts";

describe("a run that is in both", () => {
  const statuses = (first: RunEnd | "queued", second: RunEnd | "queued") => {
    const output = temporaryFile("all.db");
    merge([closed({ end: first }), closed({ end: second })], output);
    const [[estimates]] = query(output, "SELECT count(*) FROM estimate");
    return [...query(output, "SELECT status FROM run").flat(), estimates];
  };

  it("is taken from where it is done", () => {
    expect(statuses("failed", "done")).toEqual(["done", 3]);
    expect(statuses("done", "interrupted")).toEqual(["done", 3]);
    expect(statuses("queued", "done")).toEqual(["done", 3]);
  });

  it("is taken from where it was started, else from the first", () => {
    expect(statuses("queued", "interrupted")).toEqual(["interrupted", 3]);
    expect(statuses("failed", "interrupted")).toEqual(["failed", 3]);
    expect(statuses("queued", "queued")).toEqual(["queued", 0]);
  });

  it("stays at its place in the plan when another database has it done", () => {
    const left = closed({ run: { seed: 0 }, end: "failed" }, { run: { seed: 1 } });
    const right = closed({ run: { seed: 0 } });
    const output = temporaryFile("all.db");
    expect(merge([left, right], output).inputs.map(({ kept }) => kept)).toEqual([1, 1]);
    expect(query(output, "SELECT run_id, seed, status FROM run")).toEqual([
      [1, 0, "done"],
      [2, 1, "done"],
    ]);
  });

  it("is refused with another configuration, finished or not", () => {
    const config = { estimator: { kind: "actor-critic", lambda: 0.9 }, batchSize: 32 };
    for (const end of ["done", "queued"] as const) {
      const left = closed({ run: { seed: 3 } }, { run: { seed: 4 } });
      const right = closed({ run: { seed: 4, config, configHash: "h2" }, end });
      const output = temporaryFile("all.db");
      expect(() => merge([left, right], output)).toThrow(
        `agent a, seed 4 of x is in ${left} and in ${right} with different configurations ` +
          `(estimator.lambda: 0.95 in ${left}, 0.9 in ${right}); what differs needs another name, of the agent or of the study.`,
      );
      expect(readdirSync(dirname(output))).toEqual([]);
    }
  });
});

describe("runs of one agent", () => {
  it("with other seeds and another configuration are kept, with a warning", () => {
    const left = closed({ run: { config: { batchSize: 32, seed: 0 } } });
    const right = closed(
      { run: { seed: 1, config: { batchSize: 8, seed: 1 }, configHash: "h2" } },
      { run: { seed: 2, config: { batchSize: 8, seed: 2 }, configHash: "h3" } },
    );
    expect(merge([left, right], temporaryFile()).warnings).toEqual([
      `agent a of x: seeds 0 and 1 have different configurations (batchSize: 32 in ${left}, 8 in ${right}), ` +
        "and the views take them for replicates.",
    ]);
  });

  it("of one database are not for merge to judge", () => {
    const run = (seed: number) => ({
      run: { seed, config: { batchSize: 32, seed }, configHash: `h${seed}` },
    });
    const mixed = closed(run(0), run(1));
    const db = new Database(mixed); // as only an earlier version would have written it
    db.prepare("UPDATE run SET config = ? WHERE seed = 1").run('{"batchSize":8,"seed":1}');
    db.close();
    expect(merge([mixed, closed(run(2))], temporaryFile()).warnings).toEqual([]);
  });

  it("that differ in the seed alone are as they should be", () => {
    const at = (seed: number) =>
      closed({ run: { seed, config: { batchSize: 32, seed }, configHash: `h${seed}` } });
    expect(merge([at(0), at(1)], temporaryFile()).warnings).toEqual([]);
  });
});
