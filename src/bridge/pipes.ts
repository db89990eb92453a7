import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OutsideError } from "../errors/outside-error.ts";

/** File descriptors: our ends of two pipes, those of the other process, and a log. */
export interface Pipes {
  readonly ours: { readonly read: number; readonly write: number };
  readonly theirs: { readonly read: number; readonly write: number };
  readonly log: number;
}

/**
 * Two pipes whose reads and writes block, and a file for what is printed. They are unlinked as soon as they are open, so that
 * nothing is left behind, whoever is killed.
 *
 * @throws OutsideError where the system has no named pipes
 */
export const openPipes = (): Pipes => {
  const folder = mkdtempSync(join(tmpdir(), "trueslope-"));
  try {
    const [there, back] = [join(folder, "there"), join(folder, "back")];
    const made = spawnSync("mkfifo", ["-m", "600", there, back], { encoding: "utf8" });
    if (made.status !== 0)
      throw new OutsideError(
        `no named pipe can be made (mkfifo): ${made.error?.message ?? made.stderr.trim()}; outside programs need a system that has them`,
      );
    // to open one end alone waits for the other; both at once do not
    const both = [there, back].map((path) => openSync(path, "r+"));
    const pipes = {
      ours: { write: openSync(there, "w"), read: openSync(back, "r") },
      theirs: { read: openSync(there, "r"), write: openSync(back, "w") },
      log: openSync(join(folder, "log"), "w+", 0o600),
    };
    for (const each of both) closeSync(each);
    return pipes;
  } finally {
    rmSync(folder, { recursive: true });
  }
};
