import { expect, test } from "vitest";
import { numerics } from "../../src/check/golden/numerics.ts";
import { type GoldenProblem, goldenProblem, momentsOf } from "../../src/check/golden/problem.ts";
import type { Estimator } from "../../src/estimators/estimator.ts";

type Options = Parameters<GoldenProblem["estimator"]>[0];

/** The claims that fail where estimators are made otherwise. */
const failing = (
  plant: (make: GoldenProblem["estimator"], options: Options) => Estimator,
  measure = momentsOf,
) => {
  const planted: typeof goldenProblem = (golden) => {
    const parts = goldenProblem(golden);
    return { ...parts, estimator: (options) => plant(parts.estimator, options) };
  };
  return [...numerics(planted, measure)].filter(({ pass }) => !pass).map(({ what }) => what);
};

const without = ({ ...options }: Options, ...names: string[]): Options => {
  for (const name of names) delete (options as Record<string, unknown>)[name];
  return options;
};

test("as it is, everything is claimed rightly", () => {
  expect(failing((make, options) => make(options))).toEqual([]);
});

test.each<[string, (make: GoldenProblem["estimator"], options: Options) => Estimator, RegExp]>([
  [
    "a displacement that is the gradient at its end",
    (make, options) => make(options.of === "displacement" ? { ...options, of: "inner-gradient" } : options),
    /^PPO: displacement of one/,
  ],
  [
    "a deviation that is not looked at",
    (make, options) => make(without(options, "deviation")),
    /^normalized advantages/,
  ],
  ["rewards without γ", (make, options) => make(without(options, "rewards")), /^GPOMDP/],
  [
    "an exact gradient that is 1e-9 too long",
    (make, options) => {
      const made = make(options);
      if (made.law.kind !== "truth") return made;
      return {
        ...made,
        estimate(batch, point, out, random) {
          made.estimate(batch, point, out, random);
          for (let j = 0; j < out.length; j++) out[j] *= 1 + 1e-9;
          return 0;
        },
      };
    },
    /^exact gradient, less/,
  ],
])("%s is found", (_, plant, expected) => {
  expect(failing(plant)).toContainEqual(expect.stringMatching(expected));
});

test("a variance that loses digits to a constant is found, and one that is off by an accumulated batch", () => {
  const lossy: typeof momentsOf = (parts, estimator, n) => {
    const moments = momentsOf(parts, estimator, n);
    const size = Math.abs(Math.max(...(parts as GoldenProblem).environment.model!.reward));
    return { ...moments, totalVariance: moments.totalVariance + 1e-16 * size * size };
  };
  expect(failing((make, options) => make(options), lossy)).toContainEqual(
    expect.stringMatching(/^rewards \+ 1e\+8/),
  );
  const single: typeof momentsOf = (parts, estimator, n) =>
    momentsOf(parts, estimator.law.kind === "accumulated" ? estimator.law.of : estimator, n);
  expect(failing((make, options) => make(options), single)).toContainEqual(
    expect.stringMatching(/^4 batches of 2: exact/),
  );
});
