import type { Advantages } from "./advantages.ts";
import type { LearnedSteps } from "./learned-steps.ts";

/** What an update learns from a batch, with its values as they are; the memory is reused. */
export interface LearnedFrom extends Advantages {
  readonly steps: LearnedSteps;
}
