import { describe, expect, it } from "vitest";
import { enumeratedMoments } from "../moments.ts";
import { largest } from "../numbers.ts";
import { environmentOf } from "../problems/environments.ts";
import { draws, estimatorOf } from "../problems/estimator-of.ts";
import { payingArms } from "../problems/index.ts";
import { problemOf } from "../problems/problem-of.ts";
import { pack } from "../problems/trajectories.ts";

const problem = problemOf(environmentOf("finite-mdp"), [0, 0, 0, 0, 0, 0], { discount: 0.5, horizon: 3 });

/** At θ = 0 the score of action 0 is (½, −½) in its state, that of action 1 the negative. Returns R = 1, 3 and 6. */
const batch = pack([
  { states: [0], actions: [0], rewards: [1], last: 2, terminated: true }, // S = (½, −½, 0, 0)
  { states: [0, 1], actions: [1, 1], rewards: [1, 4], last: 2, terminated: true }, // S = (−½, ½, −½, ½), G = 3, 4
  { states: [1], actions: [1], rewards: [6], last: 2, terminated: true }, // S = (0, 0, −½, ½)
]);
const other = pack([{ states: [0, 0], actions: [0, 0], rewards: [2, 2], last: 2, terminated: true }]);

const estimateOf = (options: object, remembered?: typeof batch, of = batch) => {
  const estimator = estimatorOf(problem, { kind: "reinforce", ...options });
  if (remembered) estimator.memory!.update(remembered, problem.point);
  const out = new Float64Array(6).fill(Number.NaN);
  estimator.estimate(of, problem.point, out, draws);
  return out;
};

const pairs = (a: number, b: number) => Float64Array.of(-a, a, -b, b, 0, 0);
const distance = (a: Float64Array, b: Float64Array) => largest(a.map((x, j) => x - b[j]));

describe("the optimal baseline", () => {
  it("is Σ ‖S‖² R / Σ ‖S‖² of its own batch, for the total return: 3¼ here", () => {
    const baseline = { kind: "optimal" };
    // first coordinate: (½ (1 − 3¼) − ½ (3 − 3¼)) / 3; third: (−½ (3 − 3¼) − ½ (6 − 3¼)) / 3
    expect(distance(estimateOf({ return: "total", baseline }), pairs(1 / 3, 1.25 / 3))).toBeLessThan(1e-15);
  });

  it("weighs the score of time t by γᵗ with reward-to-go: Σ A·C / Σ ‖C‖² = 44/13 here", () => {
    // C = (½, −½, 0, 0), (−½, ½, −¼, ¼), (0, 0, −½, ½); A = C, (−1½, 1½, −1, 1), 6 C
    const expected = pairs(1 / 3, (4 - (0.75 * 44) / 13) / 3);
    expect(distance(estimateOf({ baseline: { kind: "optimal" } }), expected)).toBeLessThan(1e-15);
    // without γᵗ: A·C = ½, 3·½ + 4·½, 6·½ and ‖C‖² = ½, 1, ½, so that b = 3½
    const none = pairs(1 / 3, (5 - 3.5) / 3);
    expect(distance(estimateOf({ baseline: { kind: "optimal" }, stateWeight: "none" }), none)).toBeLessThan(
      1e-15,
    );
  });

  it("per coordinate is Σ S_j² R / Σ S_j²: 2, 2, 4½ and 4½ here, and nothing where no score is", () => {
    const baseline = { kind: "optimal-per-coordinate" };
    expect(distance(estimateOf({ return: "total", baseline }), pairs(1 / 3, 0))).toBeLessThan(1e-15);
    const fitted = { kind: "optimal-per-coordinate", fit: "earlier-batch" };
    // S = (1, −1) and R = 3 in `other`: the first coordinates are (3 − 2) S, the others are not seen
    const expected = Float64Array.of(1, -1, 0, 0, 0, 0);
    expect(distance(estimateOf({ return: "total", baseline: fitted }, batch, other), expected)).toBeLessThan(
      1e-15,
    );
  });

  it.each(["optimal", "optimal-per-coordinate"])("(%s) is zero before the first earlier batch", (kind) => {
    const baseline = { kind, fit: "earlier-batch" };
    for (const chosen of ["total", "to-go"])
      expect(estimateOf({ return: chosen, baseline })).toEqual(estimateOf({ return: chosen }));
  });

  it("of the earlier batch is a constant to the next one", () => {
    const baseline = { kind: "optimal", fit: "earlier-batch" };
    const constant = { kind: "constant", value: 3.25 };
    expect(
      distance(
        estimateOf({ return: "total", baseline }, batch, other),
        estimateOf({ return: "total", baseline: constant }, undefined, other),
      ),
    ).toBeLessThan(1e-15);
  });
});

describe("on three arms that pay 1, 0.7 and 0, with a uniform policy", () => {
  const arms = payingArms([1, 0.7, 0]);
  const best = 1.7 / 3; // ‖S‖² is the same for all arms
  const totalVariance = (baseline: object, remembered?: typeof batch) => {
    const estimator = estimatorOf(arms, { kind: "reinforce", baseline });
    if (remembered) estimator.memory!.update(remembered, arms.point);
    return enumeratedMoments(arms, estimator, 1).totalVariance;
  };

  it.each([
    [0, 0.058519],
    [1, 0.725185],
    [-1, 0.725185],
  ])("a constant %d away from the best one has the total variance %d", (away, expected) => {
    expect(totalVariance({ kind: "constant", value: best + away })).toBeCloseTo(expected, 6);
  });

  it("the optimal one, fitted to a batch that holds every arm once, has the least", () => {
    const everyArm = pack(
      [1, 0.7, 0].map((reward, a) => ({
        states: [0],
        actions: [a],
        rewards: [reward],
        last: 0,
        terminated: true,
      })),
    );
    const least = totalVariance({ kind: "optimal", fit: "earlier-batch" }, everyArm);
    expect(least).toBeCloseTo(0.058519, 6);
    expect(least).toBeCloseTo(totalVariance({ kind: "constant", value: best }), 14);
    // one number for each coordinate leaves less: b_j = E[S_j² R] / E[S_j²]
    expect(totalVariance({ kind: "optimal-per-coordinate", fit: "earlier-batch" }, everyArm)).toBeLessThan(
      least - 1e-3,
    );
  });
});
