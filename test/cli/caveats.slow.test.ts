import { copyFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { printComparison } from "../../src/cli/print-comparison.ts";
import { printProfile } from "../../src/cli/print-profile.ts";
import { printSummary } from "../../src/cli/print-summary.ts";
import { writeReport } from "../../src/cli/write-report.ts";
import { readSnapshot } from "../../src/store/snapshot.ts";
import type { Choice } from "../../src/ui/choice.ts";
import { viewOf } from "../../src/ui/view.ts";
import { sumAgain } from "../store/sum-again.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { study, writeStudy } from "./study.ts";
import { trueslope } from "./trueslope.ts";

const folder = temporaryFolder();
const whole = join(folder, "whole.db");

/** A copy of the database of a study that is done, with something done to it. */
const changed = (name: string, ...statements: string[]): string => {
  const path = join(folder, `${name}.db`);
  copyFileSync(whole, path);
  const db = new Database(path);
  for (const statement of statements) db.exec(statement);
  sumAgain(db);
  db.close();
  return path;
};

/** What a function writes to standard output and standard error. */
const written = async (act: () => unknown): Promise<{ stdout: string; stderr: string }> => {
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, "write").mockImplementation(() => true),
  );
  try {
    await act();
    const [stdout, stderr] = spies.map(({ mock }) => mock.calls.map(([text]) => String(text)).join(""));
    return { stdout, stderr };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
};

/** What every reader says; JSON stays JSON, and the words go to standard error. */
const said = async (db: string): Promise<Record<string, string>> => {
  const given = { db, baseline: "total" };
  return {
    summary: (await written(() => printSummary(db, {}))).stdout,
    "summary --json": (await written(() => printSummary(db, { json: true }))).stderr,
    compare: (await written(() => printComparison(given))).stdout,
    "compare --json": (await written(() => printComparison({ ...given, json: true }))).stderr,
    report: (await written(() => writeReport({ db, output: "-", format: "html" }))).stdout,
    "report --format md": (await written(() => writeReport({ db, output: "-", format: "md" }))).stderr,
    page: readSnapshot(db, (query) => viewOf(query, NO_CHOICE, () => undefined)!.notes.join("\n")),
  };
};

beforeAll(() => {
  const path = writeStudy(folder, study());
  expect(trueslope("run", path, "--quiet", "--db", whole).code).toBe(0);
});

const NO_CHOICE = {
  study: undefined,
  agent: undefined,
  iteration: undefined,
  without: { estimators: [], batchSizes: [] },
} as unknown as Choice;

const ofAgent = (seed: number) =>
  `run_id = (SELECT run_id FROM run WHERE agent = 'reinforce' AND seed = ${seed})`;

describe("a database of which all is done", () => {
  test("has nothing to tell", async () => {
    for (const [reader, text] of Object.entries(await said(whole)))
      expect(text, reader).not.toMatch(/different configurations|not done|lacks|not finite/);
    const { stderr } = await written(() => printSummary(whole, { json: true }));
    for (const line of stderr.trim().split("\n"))
      expect(line).toMatch(/in no mean of directions, the estimate is 0/);
  });
});

describe("seeds of two configurations", () => {
  test("are told of by every reader, with what differs", async () => {
    const path = changed(
      "mixed",
      `UPDATE run SET config = json_set(config, '$.objective.discount', 0.5) WHERE ${ofAgent(2)}`,
    );
    const words =
      "small, agent reinforce: seeds 0 and 1 and seed 2 were run with different configurations (objective.discount is 0.99, then 0.5)";
    for (const [reader, text] of Object.entries(await said(path))) expect(text, reader).toContain(words);
    expect((await written(() => printProfile({ db: path }))).stdout).toContain(words);
    expect(
      trueslope("export", path, "estimator_summary", "--format", "csv", "-o", join(folder, "x.csv")).stderr,
    ).toContain(words);
  });
});

test("a seed whose J overflows is left out of what was learned, and it is said", async () => {
  const last = "iteration = (SELECT max(iteration) FROM iteration)";
  const path = changed(
    "overflown",
    `UPDATE iteration SET exact_return = NULL, exact_finite = 0 WHERE ${last} AND ${ofAgent(1)}`,
  );
  const words =
    "small, agent reinforce: J after the last update overflows in 1 of 3 runs (seed 1); means of exact_return are over the others.";
  for (const [reader, text] of Object.entries(await said(path))) expect(text, reader).toContain(words);
  expect((await written(() => printProfile({ db: path }))).stdout).toContain(words);
});

describe("runs that are not done", () => {
  test("are counted, and an earlier probe is not shown in silence", async () => {
    const path = changed(
      "unfinished",
      `UPDATE run SET status = 'failed', error = 'boom' WHERE ${ofAgent(1)}`,
      `UPDATE run SET status = 'interrupted' WHERE ${ofAgent(2)}`,
      `DELETE FROM estimate WHERE probe_id IN (SELECT probe_id FROM probe WHERE iteration = 4 AND ${ofAgent(1)})`,
      `DELETE FROM estimate WHERE probe_id IN (SELECT probe_id FROM probe WHERE ${ofAgent(2)})`,
    );
    for (const [reader, text] of Object.entries(await said(path))) {
      if (reader === "report") expect(text).toContain("1 failed");
      else if (reader !== "page")
        // it lists the runs
        expect(text, reader).toContain(
          "small: 2 of 6 runs are not done: agent reinforce, seed 1 failed; agent reinforce, seed 2 interrupted.",
        );
      expect(text, reader).toContain(
        "small, agent reinforce: the probe at iteration 4 lacks 2 of 3 seeds: 1 (last at 2) and 2 (no probe yet).",
      );
    }
  });

  test("that have not reached the last probe that is planned leave an earlier one, and it is said", async () => {
    const path = changed(
      "earlier",
      "DELETE FROM estimate WHERE probe_id IN (SELECT probe_id FROM probe WHERE iteration = 4)",
    );
    for (const [reader, text] of Object.entries(await said(path)))
      expect(text, reader).toContain(
        "small, agent reinforce: shown is the probe at iteration 2; the last that is planned, 4, has no estimates yet.",
      );
  });

  test("and cells that only some seeds have are told by a column", async () => {
    const path = changed(
      "uneven",
      `DELETE FROM estimate WHERE batch_size = 4 AND estimator = 'total' AND probe_id IN (SELECT probe_id FROM probe WHERE iteration = 4 AND ${ofAgent(1)})`,
    );
    const { stdout } = await written(() => printSummary(path, { agent: "reinforce" }));
    expect(stdout).toContain("iteration 4 (mean of 2 to 3 seeds)");
    expect(stdout).toMatch(/^estimator +batch +seeds +/m);
    expect(stdout).toMatch(/^ +4 +2 +/m);
    const compared = (await written(() => printComparison({ db: path, baseline: "agent", metric: "mse" })))
      .stdout;
    expect(compared).toMatch(/mse .*, 2 to 3 seeds$/m);
    expect(compared).toMatch(/^batch +estimator +seeds +/m);
  });
});

describe("estimates that are not finite", () => {
  test("are counted where they are left out, and so are updates", async () => {
    const path = changed(
      "infinite",
      `UPDATE estimate SET finite = 0, norm = NULL, cosine = NULL, squared_error = NULL, squared_deviation = NULL, dot_truth = NULL, direction_deviation = NULL
        WHERE batch_size = 4 AND estimator = 'total' AND replicate < 3 AND probe_id IN (SELECT probe_id FROM probe WHERE iteration = 4 AND ${ofAgent(1)})`,
      `UPDATE iteration SET finite = 0 WHERE iteration < 2 AND ${ofAgent(1)}`,
    );
    for (const [reader, text] of Object.entries(await said(path))) {
      expect(text, reader).toContain(
        "small, agent reinforce, iteration 4: estimates that are not finite are left out: 3 of total at batch size 4.",
      );
      expect(text, reader).toContain("2 updates before iteration 4 did not happen");
    }
  });
});
