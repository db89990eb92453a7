import { describe, expect, it } from "vitest";
import { dot } from "../../src/linear-algebra/vectors.ts";
import { normal, stream } from "../../src/random.ts";
import { mean, variance } from "../../src/statistics/mean.ts";
import { measured, plainRegulator, toGo } from "./measured-streams.ts";

const Z = 4.5;

/**
 * Largest |d·(mean − ∇J)| over the streams' longest estimates, in standard errors of d·mean, for d = ∇J and for directions
 * at random: single coordinates of a table are too rarely other than 0 to be normal.
 */
const largestScore = (study: object, estimator: object, pairs: number, streams = 24): number => {
  const probe = { streams, pairs: [pairs], estimators: [{ name: "it", ...estimator }] };
  const { truth, events } = measured({ study }, probe);
  const { gradients } = events.find((event) => event.estimator === "it")!;
  const { gradient } = truth!;
  const P = gradient.length;
  const random = stream("directions");
  const directions = [gradient, ...Array.from({ length: 7 }, () => gradient.map(() => normal(random)))];
  return Math.max(
    ...directions.map((direction) => {
      const along = Float64Array.from({ length: streams }, (_, i) =>
        dot(direction, gradients.subarray(i * P, (i + 1) * P)),
      );
      return Math.abs(mean(along) - dot(direction, gradient)) / Math.sqrt(variance(along) / streams);
    }),
  );
};

/** Of tables and of a linear system; where episodes end by themselves, the pairs cut 1 of very many. */
const known: [string, object, number][] = [
  ["linear-quadratic", { ...plainRegulator, objective: { discount: 0.8, horizon: 5 } }, 10_000],
  [
    "frozen-lake",
    {
      environment: { kind: "frozen-lake" },
      objective: { discount: 0.9, horizon: 50 },
      policy: { kind: "softmax" },
    },
    20_000,
  ],
  [
    "cliff-walking",
    {
      environment: { kind: "cliff-walking" },
      objective: { discount: 0.9, horizon: 30 },
      policy: { kind: "softmax" },
    },
    20_000,
  ],
];

describe.each(known)("streams of %s", (_, study, pairs) => {
  it("have a mean that is ∇J, within the errors that they tell", () => {
    const score = largestScore(study, toGo, pairs);
    expect(score).toBeLessThan(Z);
  });

  it("and one that it is not where γᵗ is left out", () => {
    const score = largestScore(study, { ...toGo, stateWeight: "none" }, pairs);
    expect(score).toBeGreaterThan(Z);
  });

  it("agree with ∇J the more the longer they are, and the mean of the others more than any", () => {
    const streams = 8;
    const { truth, events } = measured({ study }, { streams, pairs: [pairs / 50, pairs / 5, pairs] });
    const { gradient } = truth!;
    const P = gradient.length;
    const cosines = events.map(({ cosine }) => mean(cosine));
    expect(cosines).toEqual(cosines.toSorted((a, b) => a - b));
    const longest = events[2].gradients;
    const references = Float64Array.from({ length: streams }, (_, i) => {
      const others = gradient.map((_, j) => {
        let sum = 0;
        for (let k = 0; k < streams; k++) if (k !== i) sum += longest[k * P + j];
        return sum;
      });
      return dot(others, gradient) / Math.sqrt(dot(others, others) * dot(gradient, gradient));
    });
    expect(mean(references)).toBeGreaterThan(cosines[2]);
  });
});
