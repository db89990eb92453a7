import { expect } from "vitest";
import { plan } from "../../src/config/plan.ts";
import type { Study } from "../../src/config/schema.ts";
import { run } from "../../src/run/run.ts";

/** The numbers of all estimates of a study's runs, of batches and of streams, by estimator. */
export const estimatesOf = (study: Study): ReadonlyMap<string, readonly number[]> => {
  const found = new Map<string, number[]>();
  let failure: unknown;
  for (const config of plan(study))
    run(config).subscribe({
      next(event) {
        if (event.type === "estimates" || event.type === "streams")
          found.set(event.estimator, [...(found.get(event.estimator) ?? []), ...event.gradients]);
      },
      error: (error: unknown) => {
        failure = error;
      },
    });
  if (failure !== undefined) throw failure;
  return found;
};

/** Largest difference of two estimators' numbers, relative to the largest of them. */
export const apart = (found: ReadonlyMap<string, readonly number[]>, one: string, other: string): number => {
  const [a, b] = [found.get(one) ?? [], found.get(other) ?? []];
  expect(a.length).toBeGreaterThan(0);
  expect(b.length).toBe(a.length);
  return Math.max(...a.map((each, i) => Math.abs(each - b[i]))) / Math.max(...a.map(Math.abs));
};
