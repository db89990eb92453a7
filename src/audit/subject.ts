import type { AuditBatch } from "./batch.ts";

/** The code that is audited. */
export interface Subject {
  /** Whether it answers the weight of every step's score, to be judged alone, or a whole gradient. */
  readonly answers: "weights" | "gradient";
  /**
   * @param theta logits of the policy. # [S, A]
   * @param seed for what it draws itself
   * @returns weights [steps], or the direction of ascent [S, A]
   */
  ask(batch: AuditBatch, theta: Float64Array, seed: number): Float64Array;
  /** Begins anew, as if it had never been asked. */
  restart(): void;
}
