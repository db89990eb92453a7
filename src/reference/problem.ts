import { createHash } from "node:crypto";
import type { RunConfig } from "../config/plan.ts";

/** What a reference gradient is of, and how far it goes. Plain JSON and numbers, so that it can cross a thread. */
export interface ReferenceRequest {
  readonly environment: RunConfig["environment"];
  readonly policy: RunConfig["policy"];
  readonly objective: RunConfig["objective"];
  readonly theta: Float64Array; // [P]
  /** Mean and deviation by which the policy normalizes observations; empty if it does not. # [2, O] */
  readonly normalizer: Float64Array;
  /** Standard error that is aimed at, relative to the norm of the gradient. */
  readonly relativeError: number;
  /** Most trajectories. */
  readonly trajectories: number;
}

/** Identifies what a reference is: equal hashes, equal gradients to the bit. The first θ and the seed do not matter. */
export const referenceHash = (problem: ReferenceRequest): string => {
  const { environment, policy, objective, theta, normalizer, relativeError, trajectories } = problem;
  const { initial: _, ...shape } = policy;
  return createHash("sha256")
    .update(JSON.stringify({ environment, shape, objective, relativeError, trajectories }))
    .update(new Uint8Array(theta.buffer, theta.byteOffset, theta.byteLength))
    .update(new Uint8Array(normalizer.buffer, normalizer.byteOffset, normalizer.byteLength))
    .digest("hex");
};
