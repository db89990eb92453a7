import type { Savable } from "./state.ts";

/**
 * What is learned from batches for those to come, which are independent of it. Estimators, critics and baselines speak
 * of it alike.
 * @typeParam Seen what it learns from: a batch, the point that it was drawn at, …
 */
export interface Memory<Seen extends unknown[]> extends Savable {
  /** Learns from one batch from scratch: whatever was learned before is gone. */
  fit(...seen: Seen): void;
  /** Learns from a further batch, along training. */
  update(...seen: Seen): void;
  /** Back to what it was before the first batch. */
  reset(): void;
}

/** A memory that adds batch to batch. */
export const growing = <Seen extends unknown[]>(
  state: Savable,
  { update, reset }: Pick<Memory<Seen>, "update" | "reset">,
): Memory<Seen> => ({
  save: state.save,
  restore: state.restore,
  update,
  reset,
  fit(...seen) {
    reset();
    update(...seen);
  },
});

/** A memory of the last batch alone: to learn from a further one is to begin anew. */
export const ofLastBatch = <Seen extends unknown[]>({
  fit,
  reset,
  save,
  restore,
}: Omit<Memory<Seen>, "update">): Memory<Seen> => ({ fit, update: fit, reset, save, restore });
