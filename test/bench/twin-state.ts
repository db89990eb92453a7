import { createHash } from "node:crypto";
import seedrandom from "seedrandom";

/** The state of `stream("bench", role)` as arguments of a C program, so that it makes the same draws. */
export const twinState = (role: string): string[] => {
  const seed = createHash("sha256")
    .update(JSON.stringify(["bench", role]))
    .digest("hex");
  const { s0, s1, s2, c } = seedrandom.alea(seed, { state: true }).state() as Record<string, number>;
  return [s0, s1, s2, c].map(String);
};
