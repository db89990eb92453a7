import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { PATIENCE } from "../patience.ts";

/** The built command line, as a user runs it (`npm test` builds it first). */
export const MAIN = fileURLToPath(new URL("../../dist/bundle/main.js", import.meta.url));

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Without the lines about what is left, of which there is one every 30 seconds: on a busy machine tests take as long. */
const withoutProgress = (stderr: string): string => stderr.replace(/^\d+ % of \d+ trajectories, .*\n/gm, "");

/** Runs `trueslope …` to its end. */
export const trueslope = (...args: string[]): Result => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: "utf8",
    timeout: PATIENCE,
  });
  return { code: status, stdout, stderr: withoutProgress(stderr) };
};

/** Starts `trueslope …` and leaves it running. */
export const startTrueslope = (...args: string[]): { child: ChildProcess; ended: Promise<Result> } => {
  const child = spawn(process.execPath, [MAIN, ...args]);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (text) => (stdout += text));
  child.stderr.on("data", (text) => (stderr += text));
  const ended = new Promise<Result>((resolve) =>
    child.on("close", (code) => resolve({ code, stdout, stderr: withoutProgress(stderr) })),
  );
  return { child, ended };
};
