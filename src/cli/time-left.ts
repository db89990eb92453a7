/** Seconds that count: work and time before them weigh 1/e or less. */
const MEMORY = 30;

/** Part of the work below which the rate is hardly known. */
const SHOWN_FROM = 0.05;

/**
 * Foretells how long work takes, from its rate of late: exponential means of work and of time, of whose ratio no beginning
 * has to be known. Of long work more counts: a quarter of the time it has taken.
 *
 * @param start seconds, of any clock
 * @returns told of the seconds now, of what is done and of all there is to do, it gives the seconds left; undefined where
 *   less than a twentieth is done
 */
export const timeLeft = (start: number) => {
  const last = { at: start, done: 0 };
  let work = 0;
  let time = 0;
  return (at: number, done: number, total: number): number | undefined => {
    const passed = at - last.at;
    if (done > last.done && passed > 0) {
      const kept = Math.exp(-passed / Math.max(MEMORY, (at - start) / 4));
      work = kept * work + done - last.done;
      time = kept * time + passed;
      Object.assign(last, { at, done });
    }
    return work > 0 && done >= SHOWN_FROM * total ? ((total - done) * time) / work : undefined;
  };
};
