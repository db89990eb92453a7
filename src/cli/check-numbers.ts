import { UsageError } from "../errors/usage-error.ts";

/** @throws UsageError unless there can be so many worker threads */
export const checkWorkers = (workers: number | undefined): void => {
  if (workers !== undefined && !(Number.isInteger(workers) && workers >= 1 && workers <= 1024))
    throw new UsageError(`--workers must be a whole number from 1 to 1024; got ${workers}`);
};

/** @throws UsageError unless a run can be given so many seconds */
export const checkTimeLimit = (timeLimit: number | undefined): void => {
  if (timeLimit !== undefined && !(timeLimit > 0 && timeLimit <= 1e6))
    throw new UsageError(
      `--time-limit must be a number of seconds above 0 and up to 1000000; got ${timeLimit}`,
    );
};
