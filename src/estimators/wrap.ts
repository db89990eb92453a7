import { heldTogether, type Savable } from "../memory/state.ts";
import type { Estimator, Takes } from "./estimator.ts";

declare const wrapped: unique symbol;

/** An estimator made of another one by `wrap`: nothing else is one, so that a wrapper cannot leave its law unsaid. */
export interface Wrapped extends Estimator {
  readonly [wrapped]: true;
}

/** What a wrapper must say of itself: it inherits what it takes and learns, and nothing that moments follow from. */
export interface Wrapping extends Pick<Estimator, "estimand" | "law" | "estimate"> {
  /** What differs from what the inner one takes. */
  readonly takes?: Partial<Takes>;
  /** What it has taken in of an estimate that takes several batches, beside what the inner one has. */
  readonly unfinished?: Savable;
}

/** Makes an estimator of an estimator. Its scores are weighted no more: it shares no pass with others. */
export const wrap = (inner: Estimator, { estimand, law, takes, unfinished, estimate }: Wrapping): Wrapped => {
  const parts = [inner.unfinished, unfinished].filter((part) => part !== undefined);
  return {
    estimand,
    takes: { ...inner.takes, ...takes },
    law,
    estimate,
    ...(inner.memory && { memory: inner.memory }),
    ...(parts.length > 0 && { unfinished: heldTogether(parts) }),
  } as Wrapped;
};
