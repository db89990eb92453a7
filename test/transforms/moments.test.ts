import { expect, test } from "vitest";
import type { Estimator } from "../../src/estimators/estimator.ts";
import { exactMoments } from "../../src/moments/exact-moments.ts";
import { accumulate } from "../../src/transforms/accumulate.ts";
import { clipNorm } from "../../src/transforms/clip-norm.ts";
import { mask } from "../../src/transforms/mask.ts";
import { draws, estimatorOf, sampler } from "../problems/estimator-of.ts";
import { quadratic, threeStates } from "../problems/index.ts";

const problem = threeStates();
const toGo = estimatorOf(problem, { kind: "reinforce" });
const moments = exactMoments(problem.point, new Float64Array(6))!;

/** Mean of ‖ĝ − E ĝ‖² over many estimates of batches of 2, and the standard error of that mean. */
const sampled = (estimator: Estimator, mean: Float64Array): [number, number] => {
  const draw = sampler(problem, "moments of transforms");
  const out = new Float64Array(6);
  const R = 40_000;
  let sum = 0;
  let squares = 0;
  for (let r = 0; r < R; r++) {
    for (let b = 0; b < estimator.takes.batches; b++) estimator.estimate(draw(2), problem.point, out, draws);
    const error = out.reduce((total, x, j) => total + (x - mean[j]) ** 2, 0);
    sum += error;
    squares += error * error;
  }
  return [sum / R, Math.sqrt(squares / R - (sum / R) ** 2) / Math.sqrt(R)];
};

test.for<[string, Estimator, number]>([
  ["a mask", mask(0.25)(toGo), (3 * 0.316435385051636) / 2 + 0.316435385051636 / 2],
  ["accumulation", accumulate(4, 6)(toGo), 0.316435385051636 / 2 / 4],
])("%s has exact moments, and samples agree with them (|z| < 4)", ([what, estimator, withoutMean]) => {
  const exact = moments(estimator, 2)!;
  const square = moments(toGo, 2)!.meanNorm ** 2;
  expect(exact.totalVariance).toBeCloseTo(withoutMean + (what === "a mask" ? 3 * square : 0), 12);
  const mean = new Float64Array([-0.0152183903368, 0.0152183903368, -0.191560530269, 0.191560530269, 0, 0]);
  const [variance, error] = sampled(estimator, mean);
  expect(Math.abs(variance - exact.totalVariance) / error).toBeLessThan(4);
});

test("transforms one after the other are followed to the estimator inside, unless one changes the mean", () => {
  expect(moments(clipNorm(0.1)(toGo), 2)?.method).not.toBe("recursion");
  const once = moments(mask(0.5)(toGo), 2)!;
  const twice = moments(mask(0.5)(mask(0.5)(toGo)), 2)!;
  expect(twice.method).toBe("recursion");
  expect(twice.totalVariance).toBeCloseTo(2 * once.totalVariance + once.meanNorm ** 2, 12);
});

test("no exact moments are claimed for a transform that changes the mean of an estimator with noise of its own", () => {
  const bits = quadratic([0.45], [0.1]);
  const arm = estimatorOf(bits, { kind: "arm" });
  const ofBits = exactMoments(bits.point, Float64Array.of(0.009))!;
  expect(ofBits(arm, 1)).toBeDefined();
  expect(ofBits(clipNorm(0.01)(arm), 1)).toBe(undefined);
  expect(ofBits(mask(0.5)(arm), 1)!.totalVariance).toBeGreaterThan(ofBits(arm, 1)!.totalVariance);
});
