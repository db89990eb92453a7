import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { PATIENCE } from "../patience.ts";

/** The built command line, as a user runs it (`npm test` builds it first). */
const MAIN = fileURLToPath(new URL("../../dist/bundle/main.js", import.meta.url));

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `trueslope …` to its end. */
export const trueslope = (...args: string[]): Result => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: "utf8",
    timeout: PATIENCE,
  });
  return { code: status, stdout, stderr };
};

/** Starts `trueslope …` and leaves it running. */
export const startTrueslope = (...args: string[]): { child: ChildProcess; ended: Promise<Result> } => {
  const child = spawn(process.execPath, [MAIN, ...args]);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (text) => (stdout += text));
  child.stderr.on("data", (text) => (stderr += text));
  const ended = new Promise<Result>((resolve) =>
    child.on("close", (code) => resolve({ code, stdout, stderr })),
  );
  return { child, ended };
};
