import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runStudy } from "trueslope";
import { sevenEstimators } from "../problems.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/**
 * Draws and records at least so many estimates with vectors of 64, in one worker thread, and prints the peak of the
 * process's memory in bytes. Arguments: estimates; replicates of a cell; runs, one if not given.
 */
const [estimates, replicates, runs = 1] = process.argv.slice(2).map(Number);
const cells = Math.ceil(estimates / runs / replicates / 7); // of seven estimators each
const study = sevenEstimators({
  seeds: Array.from({ length: runs }, (_, seed) => seed),
  agent: { iterations: cells - 1 },
  probe: { every: 1, replicates, batchSizes: [8] },
});
const { folder } = temporaryFolder();
const failures = await runStudy(study, { db: join(folder, "bench.db"), workers: 1 });
if (failures.length > 0) throw new Error(failures[0].error);
const ownPeak = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8")); // maxRSS counts who started it too
process.stdout.write(`${1024 * Number(ownPeak![1])}\n`);
