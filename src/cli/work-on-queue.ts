import { availableParallelism } from "node:os";
import { UsageError } from "../errors/usage-error.ts";
import { workOn } from "../queue/work.ts";
import { checkTimeLimit, checkWorkers } from "./check-numbers.ts";
import { interruptible } from "./interruptible.ts";
import { warn } from "./print.ts";

/** The words of the command line. */
export interface WorkArguments {
  queue: string;
  workers?: number | undefined;
  timeLimit?: number | undefined;
  idle?: number | undefined;
  shareAfter: number;
  quiet?: boolean | undefined;
}

/** Works on a queue until it is stopped, or has been idle. @returns the exit code */
export const workOnQueue = async (given: WorkArguments): Promise<0 | 130> => {
  const { queue, workers = availableParallelism(), timeLimit, idle, shareAfter, quiet = false } = given;
  checkWorkers(workers);
  checkTimeLimit(timeLimit);
  if (idle !== undefined && !(idle >= 0))
    throw new UsageError(`--idle must be a number of seconds of at least 0; got ${idle}`);
  if (!(shareAfter >= 0))
    throw new UsageError(`--share-after must be a number of seconds of at least 0; got ${shareAfter}`);
  const interruption = interruptible();
  try {
    await workOn(queue, {
      ...{ workers, timeLimit, idle, shareAfter, signal: interruption.signal },
      say: (line) => quiet || warn(`${line}\n`),
    });
  } finally {
    interruption.release();
  }
  return interruption.signal.aborted ? 130 : 0;
};
