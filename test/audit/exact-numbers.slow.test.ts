import { describe, expect, it } from "vitest";
import { catalogueEntry, type Options } from "../../src/audit/catalogue.ts";
import { exactNumbersOf, onShortProblem } from "../../src/audit/exact-numbers.ts";
import { type MeanAndVariance, meanOverSteps } from "../../src/audit/mean-over-steps.ts";
import { estimateOf, type Numbers, numbersOf, weigh } from "../../src/audit/numbers.ts";
import { shortProblem } from "../../src/audit/short-problem.ts";
import { stream } from "../../src/random.ts";
import { squaredDistance } from "../../src/statistics/bias/squared-distance.ts";
import { exam } from "./planted.ts";

const critic = { kind: "fixed", values: [0] };
const gae = { kind: "actor-critic", advantage: "gae", critic, stateWeight: "none" };

const exactly = (options: Options, end: boolean) => exactNumbersOf(catalogueEntry(exam, options, 0.8, end));

const sampled = (options: Options, end: boolean): Numbers => {
  const entry = catalogueEntry(exam, options, 0.8, end);
  const problem = shortProblem(0.8);
  return numbersOf(problem, 4000, (batch) => {
    const weights = new Float64Array(batch.steps);
    entry.weigh(batch, weights);
    return weigh(problem, batch, weights);
  }) as Numbers;
};

const agree = (exact: Numbers | undefined, { turnedBy, scaledBy }: Numbers): boolean =>
  exact !== undefined &&
  // intervals of 95 %, twice as wide: 4 standard errors
  Math.abs(exact.turnedBy.estimate - turnedBy.estimate) <= turnedBy.high - turnedBy.low &&
  Math.abs(exact.scaledBy.estimate - scaledBy.estimate) <= scaledBy.high - scaledBy.low;

describe("exact numbers of code that is equal to an estimator of ours", () => {
  it.each<[string, Options, boolean]>([
    ["GAE that goes on after the horizon", { ...gae, lambda: 0.5 }, false],
    ["GAE that ends there", { ...gae, lambda: 0.5 }, true],
    ["rewards to go without γᵗ", { kind: "reinforce", stateWeight: "none" }, true],
  ])("agree with sampled ones: %s", (_, options, end) => {
    const exact = exactly(options, end);
    expect(exact).toMatchObject({ method: "exact", replicates: 0 });
    expect(agree(exact, sampled(options, end))).toBe(true);
  });

  it("would not agree with those of another state weight", () => {
    const [half, whole] = [0.5, 1].map((lambda) => ({ ...gae, stateWeight: "discounted", lambda }));
    expect(agree(exactly(half, false), sampled(half, false))).toBe(true);
    expect(agree(exactly({ ...half, stateWeight: "none" }, false), sampled(half, false))).toBe(false);
    expect(exactly(half, false)?.noise).not.toBeCloseTo(exactly(whole, false)?.noise ?? 0, 2);
  });

  it.each([true, false])(
    "are of the very weights that were compared, with an end at the horizon: %s",
    (end) => {
      const entry = catalogueEntry(exam, { ...gae, lambda: 0.5 }, 0.8, end);
      const { problem, estimator } = onShortProblem(entry);
      const batch = problem.withValues(problem.point.sampler(stream("a"), stream("b"))(8));
      const [ours, compared, other] = [0, 1, 2].map(() => new Float64Array(batch.steps));
      estimator.weighting?.weigh(batch, problem.point, ours);
      entry.weigh(batch, compared);
      catalogueEntry(exam, { ...gae, lambda: 0.5 }, 0.8, !end).weigh(batch, other);
      expect(Math.max(...compared.map((each, k) => Math.abs(each - ours[k])))).toBeLessThan(1e-12);
      expect(Math.max(...other.map((each, k) => Math.abs(each - ours[k])))).toBeGreaterThan(1e-3);
    },
  );

  it("are ∇J itself where nothing is biased", () => {
    const { turnedBy, scaledBy, noise } = exactly(
      { ...gae, lambda: 0.5, stateWeight: "discounted" },
      true,
    ) as Numbers;
    expect(turnedBy.estimate).toBeLessThan(1e-5);
    expect(scaledBy.estimate).toBeCloseTo(1, 9);
    expect(noise).toBeGreaterThan(0.1);
  });

  it.each<[string, Options, boolean]>([
    ["GAE that goes on after the horizon", { ...gae, lambda: 0.95, average: "steps" }, false],
    [
      "rewards to go less V",
      { kind: "reinforce", baseline: { kind: "value", critic }, average: "steps" },
      true,
    ],
  ])("agree with sampled ones where a mean is over steps, a ratio: %s", (_, options, end) => {
    const exact = exactly(options, end);
    expect(exact).toMatchObject({ method: "exact", replicates: 0 });
    const made = sampled(options, end);
    expect(agree(exact, made)).toBe(true);
    const { bias } = made;
    expect(Math.abs((exact?.bias.estimate ?? 0) - bias.estimate)).toBeLessThan(bias.high - bias.low);
    expect(agree(exactly({ ...options, average: "trajectories" }, end), made)).toBe(false);
  });

  it.each([4, 8])("are of a mean over steps what %i trajectories give, in groups of one first state", (n) => {
    const entry = catalogueEntry(exam, { ...gae, lambda: 0.5, average: "steps" }, 0.8, true);
    const problem = shortProblem(0.8);
    const { mean, totalVariance } = meanOverSteps(entry, problem, n) as MeanAndVariance;
    const sampler = problem.point.sampler(stream("few", "actions"), stream("few", "environment"));
    const count = 20_000;
    const P = mean.length;
    const vectors = new Float64Array(count * P);
    for (let r = 0; r < count; r++)
      vectors.set(estimateOf(problem, entry, problem.withValues(sampler(n))), r * P);
    const apart = (center: Float64Array) => {
      const { estimate, noise } = squaredDistance(vectors, count, center);
      return estimate / noise;
    };
    expect(Math.abs(apart(mean))).toBeLessThan(4); // standard errors
    expect(apart(mean.map((each) => 1.05 * each))).toBeGreaterThan(4);
    const { totalVariance: variance } = squaredDistance(vectors, count, mean);
    expect(Math.abs(variance / totalVariance - 1)).toBeLessThan(0.02); // 4 standard errors, of 20,000 estimates
  });

  it("are not there for normalized advantages, nor for baselines of the batch", () => {
    expect(exactly({ ...gae, lambda: 0.5, normalize: "batch" }, true)).toBeUndefined();
    const steps = { kind: "reinforce", average: "steps", baseline: { kind: "leave-one-out" } };
    expect(exactly(steps, true)).toBeUndefined();
  });
});
