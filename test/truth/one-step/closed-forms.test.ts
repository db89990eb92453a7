import { describe, expect, it } from "vitest";
import { oneStepSolution } from "../../../src/truth/one-step/solution.ts";
import { learned, modelOf, variancesOf } from "./models.ts";

/** E[ε^p f^m] for p = 0 … 8 and m = 1, 2, with f of u = μ + σ ε, and the slope's E[f'²] and E[(f' σ ε)²]. */
interface Closed {
  readonly f: readonly number[];
  readonly f2: readonly number[];
  readonly slope: readonly [number, number];
}

/** Moments E[x^p] of N(m, v): M_{p+1} = m M_p + p v M_{p−1}. */
const normalMoments = (m: number, v: number): number[] => {
  const moments = [1, m];
  for (let p = 1; p < 12; p++) moments.push(m * moments[p] + p * v * moments[p - 1]);
  return moments;
};

/** exp(−k u²) times N(μ, σ²) is a Gaussian again; ε then has the mean −2kσμ/w and the variance 1/w, w = 1 + 2kσ². */
const bumpForms = (k: number, μ: number, σ: number): Closed => {
  const powers = (rate: number) => {
    const w = 1 + 2 * rate * σ * σ;
    const mass = Math.exp((-rate * μ * μ) / w) / Math.sqrt(w);
    return normalMoments((-2 * rate * σ * μ) / w, 1 / w).map((moment) => mass * moment);
  };
  const f2 = powers(2 * k);
  // f' = −2k u f
  const slopeSquare = (p: number) => 4 * k * k * (μ * μ * f2[p] + 2 * μ * σ * f2[p + 1] + σ * σ * f2[p + 2]);
  return { f: powers(k), f2, slope: [slopeSquare(0), σ * σ * slopeSquare(2)] };
};

/** E[ε^p exp(i(a + sε))] = exp(ia − s²/2) iᵖ He_p(s). */
const cosineForms = (k: number, μ: number, σ: number): Closed => {
  const waves = (rate: number) => {
    const s = rate * σ;
    const hermite = [1, s];
    for (let p = 1; p < 8; p++) hermite.push(s * hermite[p] - p * hermite[p - 1]);
    return hermite.map((h, p) => h * Math.exp((-s * s) / 2) * Math.cos(rate * μ + (p * Math.PI) / 2));
  };
  const double = waves(2 * k);
  const even = [1, 0, 1, 0, 3, 0, 15, 0, 105];
  const squares = (sign: number) => even.map((moment, p) => (moment + sign * double[p]) / 2);
  return { f: waves(k), f2: squares(1), slope: [k * k * squares(-1)[0], (k * σ) ** 2 * squares(-1)[2]] };
};

const problems = [
  ...[0.1, 1, 10].map((k) => ({ given: { function: "bump", k }, formsOf: bumpForms })),
  ...[0.5, 3, 8].map((k) => ({ given: { function: "cosine", k }, formsOf: cosineForms })),
];

describe.each(problems)("$given", ({ given, formsOf }) => {
  const model = modelOf(given);
  describe.each([
    [1, 1],
    [-0.3, 0.2],
    [0, 2],
  ])("u ~ N(%d, %d²)", (μ, σ) => {
    const theta = Float64Array.of(μ, Math.log(σ));
    const { f, f2, slope } = formsOf(given.k, μ, σ);
    const gradient = [f[1] / σ, f[2] - f[0]];
    /** E[S²], E[f S²] and E[f² S²] with S = ε/σ, and with S = ε² − 1. */
    const scored = (powers: readonly number[]) => [powers[2] / σ ** 2, powers[4] - 2 * powers[2] + powers[0]];
    const [one, first, second] = [scored([1, 0, 1, 0, 3]), scored(f), scored(f2)];

    it("J and ∇J", () => {
      const solution = oneStepSolution(model, learned(1));
      solution.restart(theta);
      const out = new Float64Array(2);
      solution.gradient(out);
      expect(solution.value).toBeCloseTo(f[0], 12);
      for (const j of [0, 1]) expect(out[j]).toBeCloseTo(gradient[j], 12);
    });

    it("variances of the score estimate under every baseline", () => {
      const optimal = (first[0] + first[1]) / (one[0] + one[1]);
      for (const [baseline, b] of [
        [0, [0, 0]],
        [0.7, [0.7, 0.7]],
        ["mean", [f[0], f[0]]],
        ["optimal", [optimal, optimal]],
        ["optimal-per-coordinate", [first[0] / one[0], first[1] / one[1]]],
      ] as const) {
        const found = variancesOf(model, learned(1), theta, { kind: "score", baseline });
        for (const j of [0, 1]) {
          const expected = second[j] - 2 * b[j] * first[j] + b[j] ** 2 * one[j] - gradient[j] ** 2;
          expect(Math.abs(found[j] - expected) / Math.max(1, second[j])).toBeLessThan(1e-12);
        }
      }
    });

    it("variances of the pathwise estimate", () => {
      const found = variancesOf(model, learned(1), theta, { kind: "pathwise" });
      for (const j of [0, 1])
        expect(Math.abs(found[j] - slope[j] + gradient[j] ** 2) / Math.max(1, slope[j])).toBeLessThan(1e-12);
    });
  });
});

describe("measure-valued, cos(k u)", () => {
  /** Dawson's F(x) = e^{−x²} ∫₀ˣ e^{t²} dt, by its series. */
  const dawson = (x: number): number => {
    let term = x;
    let sum = x;
    for (let n = 1; n < 200; n++) sum += term *= (-2 * x * x) / (2 * n + 1);
    return sum;
  };

  it.each([0.3, 1, 1.8])("by μ, k = %d: 2 sin²(kμ) (1 − E cos(2kσW)) / (2πσ²) − G²", (k) => {
    const [μ, σ] = [0.6, 0.8];
    const t = 2 * k * σ;
    const cosine = 1 - Math.SQRT2 * t * dawson(t / Math.SQRT2); // E cos(tW)
    const gradient = -k * Math.exp(-((k * σ) ** 2) / 2) * Math.sin(k * μ);
    const expected = (Math.sin(k * μ) ** 2 * (1 - cosine)) / (Math.PI * σ * σ) - gradient ** 2;
    const found = variancesOf(modelOf({ function: "cosine", k }), learned(1), [μ, Math.log(σ)], {
      kind: "measure-valued",
    });
    expect(found[0]).toBeCloseTo(expected, 12);
  });
});
