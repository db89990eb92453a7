import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { expect, vi } from "vitest";
import { MAIN } from "../cli/trueslope.ts";
import { PATIENCE } from "../patience.ts";

/**
 * Starts `trueslope …`, kills it as soon as a process of its own has written its number to a file, and waits until that one
 * has ended too. @throws where it goes on
 */
export const killWhenTold = async (told: string, words: readonly string[], cwd?: string): Promise<void> => {
  const child = spawn(process.execPath, [MAIN, ...words], { stdio: "ignore", ...(cwd && { cwd }) });
  await until(() => child.exitCode !== null || (existsSync(told) && readFileSync(told, "utf8") !== ""));
  expect(child.exitCode).toBe(null); // or it has ended by itself
  child.kill("SIGKILL");
  await once(child, "exit");
  await until(() => !isAlive(Number(readFileSync(told, "utf8"))));
};

const until = (holds: () => boolean): Promise<void> =>
  vi.waitFor(
    () => {
      if (!holds()) throw new Error("what was waited for did not come");
    },
    { timeout: PATIENCE },
  );

/** Whether a process runs: one that nobody has asked after may still be listed. */
const isAlive = (pid: number): boolean => {
  try {
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};
