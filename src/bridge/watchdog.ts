import { Worker } from "node:worker_threads";

/** Ends a process that takes too long, while this thread waits for it and can do nothing. */
export interface Watchdog {
  /** From now on the process has its time. */
  begin(): void;
  /** It has answered. @returns whether it was ended for taking too long */
  end(): boolean;
  close(): void;
}

/** Times a second that the watchdog looks. */
const LOOKS = 5;

/** Places of the shared numbers: how many calls have begun or ended (odd while one is under way), and whether it bit. */
const [CALLS, BITTEN] = [0, 1];

/** Runs in the other thread. It is a text, as it must be found from the sources and from a bundle alike. */
const WATCH = `
const { workerData: { shared, pid, looks, most } } = require("node:worker_threads");
const { kill } = require("node:process");
let seen = -1, count = 0;
for (;;) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000 / looks);
  const calls = Atomics.load(shared, ${CALLS});
  if (calls < 0) break;
  count = calls === seen && calls % 2 === 1 ? count + 1 : 0;
  seen = calls;
  if (count > most) {
    Atomics.store(shared, ${BITTEN}, 1);
    try { kill(pid, "SIGKILL"); } catch {}
    break;
  }
}`;

/** @param seconds that a call may take */
export const watch = (pid: number, seconds: number): Watchdog => {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(WATCH, {
    eval: true,
    workerData: { shared, pid, looks: LOOKS, most: Math.ceil(seconds * LOOKS) },
  });
  worker.unref();
  return {
    begin: () => void Atomics.add(shared, CALLS, 1),
    end() {
      Atomics.add(shared, CALLS, 1);
      return Atomics.load(shared, BITTEN) === 1;
    },
    close: () => void Atomics.store(shared, CALLS, -1000),
  };
};
