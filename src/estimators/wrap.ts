import type { Estimator, Takes } from "./estimator.ts";

declare const wrapped: unique symbol;

/** An estimator made of another one by `wrap`: nothing else is one, so that a wrapper cannot leave its law unsaid. */
export interface Wrapped extends Estimator {
  readonly [wrapped]: true;
}

/** What a wrapper must say of itself: it inherits what it takes and remembers, and nothing that moments follow from. */
export interface Wrapping extends Pick<Estimator, "estimand" | "law" | "estimate"> {
  /** What differs from what the inner one takes. */
  readonly takes?: Partial<Takes>;
}

/** Makes an estimator of an estimator. Its scores are weighted no more: it shares no pass with others. */
export const wrap = (inner: Estimator, { estimand, law, takes, estimate }: Wrapping): Wrapped =>
  ({
    estimand,
    takes: { ...inner.takes, ...takes },
    law,
    estimate,
    ...(inner.memory && { memory: inner.memory }),
  }) as Wrapped;
