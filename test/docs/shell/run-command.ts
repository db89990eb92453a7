import { spawn } from "node:child_process";
import { PATIENCE } from "../../patience.ts";
import { UNTIL_STOPPED } from "./exceptions.ts";
import type { Place } from "./working-folder.ts";

/** How a command ended. */
export interface Ended {
  readonly command: string;
  /** Exit code; 0 too for one that goes on until it is stopped, if it was at work by then. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in a shell, as it stands in a page. */
export const runCommand = (command: string, { folder, environment }: Place): Promise<Ended> =>
  new Promise((resolve) => {
    const [, said] = UNTIL_STOPPED.find(([pattern]) => pattern.test(command)) ?? [];
    // a group of its own, so that what the shell has started is stopped too
    const child = spawn("sh", ["-ec", command], { cwd: folder, env: environment, detached: true });
    const stop = (signal: NodeJS.Signals) => child.pid !== undefined && process.kill(-child.pid, signal);
    const patience = setTimeout(() => stop("SIGKILL"), PATIENCE);
    const written = { stdout: "", stderr: "" };
    let atWork = false;
    for (const stream of ["stdout", "stderr"] as const)
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        written[stream] += text;
        if (atWork || !said?.test(written[stream])) return;
        atWork = true;
        stop("SIGINT");
      });
    child.on("close", (code) => {
      clearTimeout(patience);
      resolve({ command, code: said === undefined ? code : atWork ? 0 : (code ?? 1) || 1, ...written });
    });
  });
