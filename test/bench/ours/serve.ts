import { createInterface } from "node:readline";

/** What a contender did. */
export interface Work {
  /** Transitions, estimates, or whatever the comparison counts. */
  readonly units: number;
  /** What the units lie in; all contenders of a comparison must have equally many units in each. */
  readonly trajectories: number;
  /** A figure of the last result, which keeps the work from being left out. */
  readonly check: number;
}

/** Nanoseconds of processor time of this process with all its threads: other programs take no part in it. */
export const processorTime = (): number => {
  const { user, system } = process.cpuUsage();
  return 1000 * (user + system);
};

/** Nanoseconds on the clock, for work in several threads at a time. */
export const clockTime = (): number => Number(process.hrtime.bigint());

/**
 * The protocol of a contender: says that it is ready, then, for each number that it reads, does so many batches and
 * tells the time that they took.
 *
 * @param prepare done before the time is taken
 */
export const serve = async (
  description: string,
  batches: (count: number) => Work | Promise<Work>,
  time: () => number = processorTime,
  prepare: () => void = () => {},
): Promise<void> => {
  process.stdout.write(`${JSON.stringify({ ready: description })}\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    prepare();
    const start = time();
    const work = await batches(Number(line));
    process.stdout.write(`${JSON.stringify({ nanoseconds: time() - start, ...work })}\n`);
  }
};
