import { closeSync, copyFileSync, openSync, readSync, statSync, writeSync } from "node:fs";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { printComparison } from "../../src/cli/print-comparison.ts";
import { printSummary } from "../../src/cli/print-summary.ts";
import { TrueslopeError } from "../../src/errors/trueslope-error.ts";
import { type Stream, stream } from "../../src/random.ts";
import { mergeDatabases } from "../../src/store/merge/merge.ts";
import { openReader } from "../../src/store/open.ts";
import { explainDamage } from "../../src/store/verify/explain-damage.ts";
import { verifyDatabase } from "../../src/store/verify/verify.ts";
import { database, scratch, study } from "../report/database.ts";

const FLIPS = Number(process.env.FLIPS ?? 40);

const folder = scratch();
let db: string;
beforeAll(() => {
  db = database(folder, "flips.db", [
    study({ environment: { kind: "frozen-lake", map: ["SFG"], slippery: true }, seeds: [0] }),
  ]);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** What anybody could be told: all numbers and names of views and of small tables. */
const told = (path: string): unknown[] => {
  const reader = openReader(path);
  try {
    return [
      "estimator_summary",
      "learning_curve",
      "agent_final",
      "batch_for_alignment",
      "exact_moments",
      "diagnostic",
    ]
      .map((name) => `SELECT * FROM ${name}`)
      .concat(
        "SELECT agent, seed, environment, config, status FROM run",
        "SELECT estimator, kind, config FROM estimator",
      )
      .flatMap((sql) => reader.prepare(sql).raw().all().flat());
  } finally {
    reader.close();
  }
};

/** Equal but for the last bits of a number. */
const alike = (a: unknown, b: unknown): boolean =>
  a === b ||
  (typeof a === "number" &&
    typeof b === "number" &&
    Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b), 1e-9));

/** A copy of the database with one bit that is another. */
const flipped = (random: Stream): { path: string; place: string } => {
  const path = `${folder}/flipped.db`;
  copyFileSync(db, path);
  const [at, bit] = [Math.floor(random.next() * statSync(db).size), Math.floor(random.next() * 8)];
  const file = openSync(path, "r+");
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, at);
  writeSync(file, Buffer.of(byte[0] ^ (1 << bit)), 0, 1, at);
  closeSync(file);
  return { path, place: `byte ${at}, bit ${bit}` };
};

const faultsOf = (path: string): string[] => {
  try {
    return [...verifyDatabase(path)].flatMap(({ faults }) => faults);
  } catch (error) {
    return [(error as Error).message];
  }
};

test("the database as it was written has no fault, and what readers say is repeated", () => {
  expect(faultsOf(db)).toEqual([]);
  expect(told(db)).toEqual(told(db));
});

test(`of ${FLIPS} flipped bits each is found or changes nothing, and readers end with a message`, async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const expected = told(db);
  const random = stream(7, "flips");
  const [missed, traces]: [string[], string[]] = [[], []];
  let found = 0;
  for (let i = 0; i < FLIPS; i++) {
    const { path, place } = flipped(random);
    if (faultsOf(path).length === 0) {
      const now = told(path);
      if (now.length !== expected.length || !now.every((value, j) => alike(value, expected[j])))
        missed.push(place);
      continue; // readers say what they said before
    }
    found++;
    const readers = [
      () => printSummary(path, {}),
      () => printComparison({ db: path, baseline: "agent", metric: "mean_cosine" }),
      () => mergeDatabases([path, db], `${folder}/merged.db`, { packageVersion: "0.1.0", force: true }),
    ];
    for (const read of readers)
      try {
        read();
      } catch (error) {
        if (!((await explainDamage(error, [path])) instanceof TrueslopeError))
          traces.push(`${place}: ${(error as Error).stack}`);
      }
  }
  process.stderr.write(`${found} of ${FLIPS} found\n`);
  expect(missed).toEqual([]);
  expect(traces).toEqual([]);
  expect(found).toBeGreaterThan(FLIPS / 8); // the others are in free space, or tell who wrote it when
}, 600_000);
