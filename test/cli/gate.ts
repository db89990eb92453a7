import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { study, valueIn, writeStudy } from "./study.ts";
import type { Result } from "./trueslope.ts";

/**
 * A study of two arms that every worker holds in its second run, as long as a file is not there: so that what is to
 * happen in the middle of a sweep happens there, however fast the machine is.
 */
export const gatedStudy = (
  folder: string,
  seeds = "0..5",
): {
  path: string;
  open(): void;
  /** Processes that wait, and which task of an array each is. */
  held(): { pid: number; task: string | undefined }[];
} => {
  const gate = join(folder, "open");
  writeFileSync(
    join(folder, "gated.mjs"),
    `import { existsSync, writeFileSync } from "node:fs";
    import { isMainThread } from "node:worker_threads";
    const nothing = new Int32Array(new SharedArrayBuffer(4));
    let made = 0;
    export default () => {
      const mine = ++made;
      let resets = 0;
      return {
        ...{ kind: "gated", states: 1, actions: 2 },
        reset() {
          resets++;
          if (!isMainThread && mine === 2 && resets === 100) {
            const { pid, env: { SLURM_ARRAY_TASK_ID: task } } = process;
            writeFileSync(${JSON.stringify(gate)} + "-awaited-by-" + pid, JSON.stringify({ pid, task }));
            while (!existsSync(${JSON.stringify(gate)})) Atomics.wait(nothing, 0, 0, 20);
          }
          return 0;
        },
        step(_state, action, _random, outcome) {
          outcome.reward = action;
          outcome.terminated = true;
          return 0;
        },
      };
    };\n`,
  );
  const gated = {
    environment: { module: "./gated.mjs" },
    objective: { discount: 1, horizon: 1 },
    seeds,
  };
  return {
    path: writeStudy(folder, study(gated), "gated.yaml"),
    open: () => writeFileSync(gate, ""),
    held: () =>
      readdirSync(folder)
        .filter((name) => name.startsWith("open-awaited-by-"))
        .map((name) => readFileSync(join(folder, name), "utf8"))
        .filter((text) => text !== "")
        .map((text) => JSON.parse(text)),
  };
};

/**
 * Waits until a sweep of such a study is in its middle, where it stays: each worker has done a run and begun another.
 * @throws Error if the sweep ends before
 */
export const inTheMiddle = async (db: string, workers: number, ended: Promise<Result>): Promise<void> => {
  const count = (status: string) => {
    try {
      return valueIn(db, `SELECT count(*) FROM run WHERE status = '${status}'`);
    } catch {
      return "no database yet";
    }
  };
  const early = ended.then(({ stderr }) => {
    throw new Error(`it ended: ${stderr}`);
  });
  const middle = expect.poll(() => [count("done"), count("running")]).toEqual([workers, workers]);
  await Promise.race([middle, early]);
  early.catch(() => {});
};
