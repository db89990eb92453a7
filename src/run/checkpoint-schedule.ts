/** Seconds between checkpoints, if nothing else is said. */
export const CHECKPOINT_EVERY = 10;

/** Saving takes at most a hundredth of a run's time. */
const SPARING = 100;

/** Says when the state of a training is to be kept, so that a run that is ended from outside need not begin anew. */
export interface CheckpointSchedule {
  due(): boolean;
  /** Makes what is kept; the time until the next one counts from here. */
  take<T>(save: () => T): T;
}

/**
 * A checkpoint is due so many seconds after the last one, or after the run began, and later where making it took more than
 * a hundredth of that.
 *
 * @param seconds 0 makes one after every update, whatever it costs
 * @param now milliseconds, of any clock
 */
export const checkpointSchedule = (seconds: number, now = () => performance.now()): CheckpointSchedule => {
  let wait = 1000 * seconds;
  let last = now();
  return {
    due: () => now() - last >= wait,
    take(save) {
      const begun = now();
      const saved = save();
      last = now();
      if (seconds > 0) wait = Math.max(1000 * seconds, SPARING * (last - begun));
      return saved;
    },
  };
};
