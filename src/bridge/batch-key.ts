import { createHash } from "node:crypto";
import type { Tensor } from "./frame.ts";

/** What follows from the others, or is only there if a critic is. */
const FOLLOWS = new Set(["log_probabilities", "values", "last_values"]);

/**
 * Names a batch by its content and by the seed that its estimator drew for it: SHA-256, hexadecimal. No two batches of a study
 * have one, as seeds differ where trajectories are equal.
 */
export const batchKey = (tensors: readonly Tensor[], seed: number): string => {
  const hash = createHash("sha256").update(String(seed));
  for (const { name, values } of tensors) {
    if (FOLLOWS.has(name)) continue;
    hash.update(`${name} ${values.length} `);
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest("hex");
};
