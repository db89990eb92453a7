import { execFileSync } from "node:child_process";
import { hostname } from "node:os";
import { version as nodeVersion, pid } from "node:process";
import { engineDigest } from "../arithmetic/engine.ts";
import type { Provenance } from "../store/run-facts.ts";

const git = (...args: string[]): string | null => {
  try {
    return execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return null;
  }
};

/** What makes runs here and now: the program, the machine, and the commit of the folder in which it was started. */
export const provenance = (packageVersion: string): Provenance => {
  const gitCommit = git("rev-parse", "HEAD");
  const changes = gitCommit === null ? null : git("status", "--porcelain");
  return {
    gitCommit,
    gitDirty: changes === null ? null : changes !== "",
    packageVersion,
    nodeVersion,
    engine: engineDigest(),
    host: hostname(),
    pid,
  };
};
