import type { Connection } from "./connect.ts";
import { type Locks, recoverJobs } from "./locks.ts";
import { type Result, saveResult } from "./results.ts";

/** What a worker has to do jobs with. */
export interface Hands {
  readonly connection: Connection;
  readonly locks: Locks;
}

/**
 * Does the next job of a queue; where there is none, sees to those of workers that have died.
 *
 * @param make does it; undefined if it was stopped, and is left to others
 * @returns whether there was one
 */
export const doNext = async (
  { connection, locks }: Hands,
  queue: string,
  make: (id: string, data: unknown) => Promise<Result | undefined>,
): Promise<boolean> => {
  const [job] = await connection.boss.fetch(queue);
  if (job === undefined) {
    await recoverJobs(connection, queue);
    return false;
  }
  if (!(await locks.hold(job.id))) return true; // another does it, and was thought dead
  const result = await make(job.id, job.data);
  if (result) await saveResult(connection, queue, job.id, result);
  else await connection.boss.fail(queue, job.id);
  await locks.release(job.id);
  return true;
};
