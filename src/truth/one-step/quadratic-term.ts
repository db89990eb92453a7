import type { Term } from "./term.ts";

/**
 * Y = (u − z)² under u ~ N(μ, σ²), in closed form: with δ = μ − z, Z = 2 δ σ ε + σ² (ε² − 1), so that everything is a
 * polynomial in q = δ² and s = σ².
 */
export const quadraticTerm = (center: number, mean: number, deviation: number): Term => {
  const δ = mean - center;
  const q = δ * δ;
  const s = deviation * deviation;
  return {
    value: () => q + s,
    slope: (parameter) => (parameter === "mean" ? 2 * δ : 2 * s),
    spread: () => ({ square: 4 * q * s + 2 * s * s, opposite: 2 * s * s - 4 * q * s }),
    score: (parameter) =>
      parameter === "mean"
        ? { weighted: 2, square: 12 * q + 10 * s, opposite: 12 * q - 10 * s }
        : { weighted: 8 * s, square: s * (40 * q + 60 * s), opposite: s * (60 * s - 40 * q) },
    pathwise: (parameter) => (parameter === "mean" ? 4 * s : s * (4 * q + 8 * s)),
    measureValued: (parameter) => (parameter === "mean" ? (16 / Math.PI - 4) * q : 4 * s * (q + s)),
  };
};
