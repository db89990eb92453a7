import type { Connection } from "./connect.ts";
import { JOBS, RESULTS } from "./tables.ts";

/** What a run has come to: a database with it, or why there is none. */
export type Result = { readonly file: Buffer } | { readonly error: string };

/** Stores a result and completes its job, in one transaction. A job that was done twice has the first of its results. */
export const saveResult = (
  { transaction, boss }: Connection,
  queue: string,
  id: string,
  result: Result,
): Promise<void> =>
  transaction(async (client, executor) => {
    const { file = null, error = null } = result as { file?: Buffer; error?: string };
    await client.query(
      `INSERT INTO ${RESULTS} (queue, id, file, error) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [...[queue, id, file, error]],
    );
    await boss.complete(queue, id, {}, { db: executor });
  });

interface Row {
  readonly id: string;
  readonly file: Buffer | null;
  readonly error: string | null;
}

/** The results that are there of some jobs. @param most of them, since each may be large */
export const resultsOf = async (
  { query }: Connection,
  queue: string,
  ids: readonly string[],
  most = 1000,
): Promise<{ readonly id: string; readonly result: Result }[]> => {
  const { rows } = await query(
    `SELECT id::text, file, error FROM ${RESULTS} WHERE queue = $1 AND id = ANY($2::uuid[]) LIMIT ${most}`,
    [queue, ids],
  );
  return (rows as unknown as readonly Row[]).map(({ id, file, error }) => ({
    id,
    result: file ? { file } : { error: error ?? "the run left no file" },
  }));
};

/** Forgets results, once whoever asked for them has them, and their jobs. */
export const forget = async (
  { query, boss }: Connection,
  queue: string,
  ids: readonly string[],
): Promise<void> => {
  if (ids.length === 0) return;
  await query(`DELETE FROM ${RESULTS} WHERE queue = $1 AND id = ANY($2::uuid[])`, [queue, ids]);
  await boss.deleteJob(queue, ids);
};

/** States of jobs that nobody has brought to an end. */
const OPEN = "('created', 'retry', 'active')";

/** Jobs of one insertion: the data of a run is a few KiB of text. */
const AT_ONCE = 200;

/** Those of some jobs that were begun too often, and that nobody brought to an end. */
export const givenUp = async (
  { query }: Connection,
  queue: string,
  ids: readonly string[],
): Promise<string[]> => {
  const { rows } = await query(
    `SELECT id::text FROM ${JOBS} WHERE name = $1 AND id = ANY($2::uuid[]) AND state = 'failed'`,
    [queue, ids],
  );
  return (rows as readonly { id: string }[]).map(({ id }) => id);
};

/** Has jobs with some data, but for those that wait, are being done, or have a result. @param tasks data by number */
export const enqueue = async (
  { query, boss }: Connection,
  queue: string,
  tasks: ReadonlyMap<string, object>,
): Promise<void> => {
  const ids = [...tasks.keys()];
  const { rows } = await query(
    `SELECT id::text FROM ${JOBS} WHERE name = $1 AND id = ANY($2::uuid[]) AND state IN ${OPEN}
      UNION SELECT id::text FROM ${RESULTS} WHERE queue = $1 AND id = ANY($2::uuid[])`,
    [queue, ids],
  );
  const known = new Set(rows.map(({ id }) => id));
  const missing = ids.filter((id) => !known.has(id));
  for (let i = 0; i < missing.length; i += AT_ONCE) {
    const some = missing.slice(i, i + AT_ONCE);
    await boss.deleteJob(queue, some); // of an earlier time
    await boss.insert(some.map((id) => ({ id, name: queue, data: tasks.get(id) as object })));
  }
};

/** Forgets the parts of references that nobody waits for, since no run is asked for. */
export const forgetParts = async (
  { query, boss }: Connection,
  runs: string,
  parts: string,
): Promise<void> => {
  const { rows } = await query(
    `DELETE FROM ${RESULTS} WHERE queue = $2 AND NOT EXISTS
      (SELECT 1 FROM ${JOBS} WHERE name = $1 AND state IN ${OPEN}) RETURNING id::text`,
    [runs, parts],
  );
  const ids = (rows as readonly { id: string }[]).map(({ id }) => id);
  if (ids.length > 0) await boss.deleteJob(parts, ids);
};
