import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { rowsOf, study, valueIn, writeStudy } from "./study.ts";
import { trueslope } from "./trueslope.ts";

const folder = temporaryFolder();

/** Every thread that estimates tells so by a file, and goes on when all that are waited for have. */
writeFileSync(
  join(folder, "mine.mjs"),
  `import { readFileSync, readdirSync, writeFileSync } from "node:fs";
  import { isMainThread, threadId } from "node:worker_threads";
  const { seen, threads, helpers } = JSON.parse(readFileSync(new URL("./setting.json", import.meta.url)));
  const clock = new Int32Array(new SharedArrayBuffer(4));
  let helps = false;
  let together = false;
  if (!isMainThread) {
    // the first thread is that of the run, which loads this before it offers anything
    try { writeFileSync(seen + ".run", "", { flag: "wx" }); } catch { helps = true; }
  }
  const gather = () => {
    writeFileSync(seen + "/" + threadId, "");
    while (readdirSync(seen).length < threads) Atomics.wait(clock, 0, 0, 5);
    if (helps && helpers === "die") process.exit(3);
    together = true;
  };
  export const gradient = ({ theta, random }) => {
    if (!together) gather();
    const slip = helps && helpers === "slip" ? 1 : 0;
    return theta.map(() => random.next() + slip);
  };\n`,
);
const critic = { kind: "td", fit: "earlier-batch" };
const [, agent] = study().agents;
const path = writeStudy(
  folder,
  study({
    agents: [{ ...agent, iterations: 2 }],
    probe: {
      every: 1,
      batchSizes: [1, 4],
      ...{ replicates: 39, block: 4 },
      estimators: [
        { name: "fitted", kind: "reinforce", baseline: { kind: "value", critic } },
        { name: "mine", module: "./mine.mjs" },
      ],
    },
    seeds: "0",
  }),
);

/** @param threads that draw; as many workers @param helpers what threads do besides that of the run */
const rowsWith = (threads: number, helpers: "draw" | "slip" | "die" = "draw") => {
  const name = `${threads}-${helpers}`;
  const seen = join(folder, name);
  mkdirSync(seen);
  writeFileSync(join(folder, "setting.json"), JSON.stringify({ seen, threads, helpers }));
  const db = join(folder, `${name}.db`);
  const result = trueslope("run", path, "--workers", String(threads), "--db", db, "--quiet");
  expect(result).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(valueIn(db, "SELECT count(*) FROM estimate")).toBe(3 * 2 * 3 * 39);
  expect(readdirSync(seen).length).toBeGreaterThanOrEqual(threads);
  return rowsOf(db);
};

test("a run has the same rows whether one, two or three threads draw its probes, or die of it", () => {
  const alone = rowsWith(1);
  expect(rowsWith(2)).toEqual(alone);
  expect(rowsWith(3)).toEqual(alone);
  expect(rowsWith(2, "die")).toEqual(alone);
  expect(rowsWith(2, "slip")).not.toEqual(alone); // so what helpers draw does count
});
