import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readComparisons } from "../../src/cli/read-comparisons.ts";
import { studySchema } from "../../src/config/schema.ts";
import type { Comparison } from "../../src/report/comparison/comparison-table.ts";
import { openReader, openStore } from "../../src/store/open.ts";
import { runHere } from "../study/run-here.ts";

/** A study that is done over and over, each time with other seeds, and what its intervals are over. */
export interface Scenario {
  readonly name: string;
  readonly study: Record<string, unknown>;
  /** Seeds of one study. */
  readonly seeds: number;
  readonly over: Comparison["over"];
  readonly metrics: readonly string[];
  readonly baseline: string;
}

/** Exact values of a cell, of one study; null where there is none. */
export interface Exact {
  readonly estimator: string;
  readonly batchSize: number;
  readonly totalVariance: number;
  readonly squaredBias: number;
}

/**
 * Does a study `repetitions` times with seeds of its own each time, as studies of one database, and reads it as
 * `trueslope compare` does.
 */
export const simulate = async (
  { study, seeds, over, metrics, baseline }: Scenario,
  repetitions: number,
): Promise<{ comparisons: Comparison[]; exact: Exact[] }> => {
  const folder = mkdtempSync(join(tmpdir(), "coverage-"));
  try {
    const path = join(folder, "studies.db");
    const store = openStore(path, "0");
    for (let i = 0; i < repetitions; i++) {
      const own = {
        ...study,
        name: `study ${i}`,
        seeds: Array.from({ length: seeds }, (_, k) => i * seeds + k),
      };
      await runHere(studySchema.parse(own), store);
    }
    store.close();
    const db = openReader(path);
    try {
      const exact = db
        .prepare<[], Exact>(
          `SELECT estimator, batch_size AS batchSize, avg(total_variance) AS totalVariance,
            avg(bias_norm * bias_norm) AS squaredBias
          FROM exact_moments GROUP BY estimator, batch_size`,
        )
        .all();
      const selection = {
        baseline,
        metrics,
        study: null,
        agent: null,
        iteration: 0,
        batchSize: null,
        over,
      };
      return { comparisons: readComparisons(db, selection), exact };
    } finally {
      db.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
};
