import type Database from "better-sqlite3";

/** Tables with a row per cell, or several. */
const TABLES = ["estimate", "exact_moments", "estimand", "corrected_alignment"];

/**
 * Version 1 recorded an estimate that accumulates k batches of n trajectories under a batch size of n, and its gradient
 * noise scale, in trajectories, with n: both become those of the k n trajectories behind it.
 */
export const recountAccumulated = (db: Database.Database): void => {
  const probes = "probe_id IN (SELECT probe_id FROM probe WHERE run_id = ?)";
  // by way of negative numbers, which no row has: k n may be the size of another cell that is yet to change
  const recount = TABLES.map((table) =>
    db.prepare(`UPDATE ${table} SET batch_size = -? * batch_size WHERE estimator = ? AND ${probes}`),
  );
  const rescale = db.prepare(
    `UPDATE diagnostic SET value = ? * value WHERE subject = ? AND ${probes} AND name GLOB 'gradient_noise_scale*'`,
  );
  for (const { run_id, estimator, config } of db
    .prepare<[], { run_id: number; estimator: string; config: string }>(
      "SELECT run_id, estimator, config FROM estimator",
    )
    .all()) {
    const batches = batchesOf(JSON.parse(config));
    if (batches > 1) for (const update of [...recount, rescale]) update.run(batches, estimator, run_id);
  }
  for (const table of TABLES) db.exec(`UPDATE ${table} SET batch_size = -batch_size WHERE batch_size < 0`);
};

interface Configured {
  readonly transforms?: readonly { readonly kind: string; readonly batches?: number }[];
}

const batchesOf = ({ transforms = [] }: Configured): number =>
  transforms.reduce((k, { kind, batches = 1 }) => (kind === "accumulate" ? k * batches : k), 1);
