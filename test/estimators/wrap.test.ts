import { expect, test } from "vitest";
import type { Estimator } from "../../src/estimators/estimator.ts";
import { type Wrapped, wrap } from "../../src/estimators/wrap.ts";
import type { Transform } from "../../src/transforms/kind.ts";
import { saying } from "../transforms/making.ts";

const halved =
  (inner: Estimator): Estimator["estimate"] =>
  (batch, point, out, random) => {
    const steps = inner.estimate(batch, point, out, random);
    for (let j = 0; j < out.length; j++) out[j] /= 2;
    return steps;
  };

test("a wrapper says what it is: nothing that moments follow from shows through", () => {
  const inner = { ...saying([1]), weighting: { weigh: () => {}, per: "steps" } as const };
  const outer = wrap(inner, {
    estimand: { stateWeight: "none", unbiased: false },
    law: { kind: "unknown" },
    estimate: halved(inner),
  });
  expect(outer.law).toEqual({ kind: "unknown" });
  expect(outer.takes).toEqual(inner.takes);
  expect(outer).not.toHaveProperty("weighting");
});

// The type checker is what these are tested by: each line that it is told to expect an error in must have one.
test("a wrapper that forgets its law does not compile", () => {
  const inner = saying([1]);
  // @ts-expect-error law is missing
  wrap(inner, { estimand: inner.estimand, estimate: halved(inner) });
  // @ts-expect-error estimand is missing
  wrap(inner, { law: { kind: "unknown" }, estimate: halved(inner) });
  // @ts-expect-error the inner one's law would show through
  const spread: Transform = (from): Wrapped => ({ ...from, estimate: halved(from) });
  // @ts-expect-error an estimator has one law
  const unsaid: Estimator = { estimand: inner.estimand, takes: inner.takes, estimate: halved(inner) };
  expect([spread, unsaid]).toHaveLength(2);
});
