import { copyFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { runStudyOn } from "../../src/index.ts";
import { needs } from "../suite/needs.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { digestsOf } from "./digest.ts";
import { STUDIES } from "./studies.ts";

const folder = temporaryFolder();

/** What the tables of each study hold. */
const DIGESTS: Record<string, object> = {
  tabular: {
    alignment_forecast: "48 rows 8f8ea8455784a148",
    cell: "96 rows f7bf03f7d686d7f4",
    predicted_alignment: "96 rows ad8eb6a83863ab96",
    estimate: "1152 rows 16d10f6b72b2a97b",
    estimator: "16 rows dfe6aea4f1aeeb4f",
    exact_moments: "96 rows 6dcbe109b0a8d0ad",
    study: "1 rows ba823463b1de65a7",
    iteration: "44 rows f6951684e3d4cd42",
    measured_bias: "96 rows f4448ee2513b9a6a",
    probe: "12 rows c681a101ea93a30f",
    run: "4 rows 6da648c9abb8aadf",
    final_state: "4 rows 77964fb69e9d447e",
    truth: "12 rows a61f303aebefe55d",
  },
  "linear-quadratic": {
    alignment_forecast: "12 rows 0c5bec6ceb529842",
    cell: "24 rows ba8faef1ba8bb22f",
    predicted_alignment: "24 rows fc68a66620e17183",
    estimate: "288 rows 670feaef2c466d52",
    estimator: "4 rows 7794f0ccfb36f578",
    exact_moments: "24 rows 5d8588bce02d70f3",
    study: "1 rows ba823463b1de65a7",
    iteration: "22 rows 63f6610b1ca49b9d",
    measured_bias: "24 rows fd761d059fe778be",
    probe: "6 rows 9672778aaeb09268",
    run: "2 rows 104580c7411c79d3",
    final_state: "2 rows e1dd07c6919a5808",
    truth: "6 rows 1306cb99f321c3de",
  },
  perceptron: {
    cell: "24 rows cc181d51b8b3ede0",
    estimate: "288 rows 1694bf345a4bed81",
    estimator: "4 rows bb2fc6f046cdc8dc",
    study: "1 rows ba823463b1de65a7",
    iteration: "22 rows bf46aec952a26937",
    probe: "6 rows 1ad8191c64e45e0c",
    run: "2 rows 6f4d4c302a5d672c",
    final_state: "2 rows 88e23d6cac41f922",
  },
  "gaussian perceptron": {
    cell: "12 rows ecc6bd99e373f0ad",
    estimate: "144 rows 0bb95e8b130b1abd",
    estimator: "2 rows 05df818947dad736",
    study: "1 rows ba823463b1de65a7",
    iteration: "22 rows e7c803dbd6523522",
    probe: "6 rows 29ae2b369aa13fda",
    run: "2 rows a5eba4db361864f7",
    final_state: "2 rows a07c73eee6edba5c",
  },
};

const databaseOf = async (name: string): Promise<string> => {
  const { environment, study } = STUDIES[name];
  const db = join(folder, `${name}.db`);
  expect(await runStudyOn(environment, study, { db })).toEqual([]);
  return db;
};

const { met } = needs.x64();

test("this Node.js rounds as that of the digests, if it is for x64", () => {
  expect(met || process.arch !== "x64").toBe(true);
});

/**
 * Optimizations change no bit of a result. Where a change is meant to change results, or adds a column, the digests
 * of the tables concerned, and of no others, are to be replaced by what this test prints.
 */
test.skipIf(!met).each(Object.keys(STUDIES))("the rows of the %s study are what they were", async (name) => {
  expect(digestsOf(await databaseOf(name))).toEqual(DIGESTS[name]);
});

test("a single bit of a gradient changes the digest of its table, and of no other", async () => {
  const path = await databaseOf("tabular");
  const changed = join(folder, "changed.db");
  copyFileSync(path, changed);
  const db = new Database(changed);
  const gradient = db.prepare("SELECT gradient FROM estimate WHERE rowid = 100").pluck().get() as Buffer;
  gradient[8] ^= 1;
  db.prepare("UPDATE estimate SET gradient = ? WHERE rowid = 100").run(gradient);
  db.prepare("UPDATE run SET host = 'elsewhere', started_at = NULL").run();
  db.close();
  const { estimate, ...others } = digestsOf(changed);
  const { estimate: before, ...othersBefore } = digestsOf(path);
  expect(estimate).not.toBe(before);
  expect(others).toEqual(othersBefore);
});
