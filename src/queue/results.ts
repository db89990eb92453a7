import type { Connection } from "./connect.ts";
import { JOBS, RESULTS } from "./tables.ts";
import { dataOf, idOf, type Task } from "./task.ts";

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

/** One of the results that are there of some jobs. */
export const nextResult = async (
  { query }: Connection,
  queue: string,
  ids: readonly string[],
): Promise<{ readonly id: string; readonly result: Result } | undefined> => {
  const { rows } = await query(
    `SELECT id::text, file, error FROM ${RESULTS} WHERE queue = $1 AND id = ANY($2::uuid[]) LIMIT 1`,
    [queue, ids],
  );
  const [row] = rows as readonly { id: string; file: Buffer | null; error: string | null }[];
  if (row === undefined) return undefined;
  const { id, file, error } = row;
  return { id, result: file ? { file } : { error: error ?? "the run left no file" } };
};

/** Forgets results, once whoever asked for them has them, and their jobs. */
export const forget = async (
  { query, boss }: Connection,
  queue: string,
  ids: readonly string[],
): Promise<void> => {
  await query(`DELETE FROM ${RESULTS} WHERE queue = $1 AND id = ANY($2::uuid[])`, [queue, ids]);
  await boss.deleteJob(queue, ids);
};

/** Jobs of one insertion: a task is a few KiB of text. */
const AT_ONCE = 200;

/** Has jobs for tasks, but for those that wait, are being done, or have a result. */
export const enqueue = async (
  { query, boss }: Connection,
  queue: string,
  tasks: ReadonlyMap<string, Task>,
): Promise<void> => {
  const ids = [...tasks.keys()];
  const { rows } = await query(
    `SELECT id::text FROM ${JOBS} WHERE name = $1 AND id = ANY($2::uuid[]) AND state IN ('created', 'retry', 'active')
      UNION SELECT id::text FROM ${RESULTS} WHERE queue = $1 AND id = ANY($2::uuid[])`,
    [queue, ids],
  );
  const known = new Set(rows.map(({ id }) => id));
  const missing = ids.filter((id) => !known.has(id));
  for (let i = 0; i < missing.length; i += AT_ONCE) {
    const some = missing.slice(i, i + AT_ONCE);
    await boss.deleteJob(queue, some); // of an earlier time
    await boss.insert(some.map((id) => ({ id, name: queue, data: dataOf(tasks.get(id) as Task) })));
  }
};

/** The tasks by the numbers of their jobs. */
export const byId = (tasks: readonly Task[]): Map<string, Task> =>
  new Map(tasks.map((task) => [idOf(task), task]));
