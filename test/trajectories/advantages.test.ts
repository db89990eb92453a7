import { describe, expect, it } from "vitest";
import { type Advantage, gae, nStep } from "../../src/trajectories/advantages.ts";
import { returnToGo } from "../../src/trajectories/returns.ts";
import { largest, normals } from "../numbers.ts";
import { pack } from "../problems/trajectories.ts";

const γ = 0.9;
const lengths = [5, 1, 3, 2];
const batch = pack(
  lengths.map((length, i) => ({
    states: Array(length).fill(0),
    actions: Array(length).fill(0),
    rewards: [...normals(length, "rewards", `${i}`)],
    last: 0,
    terminated: i % 2 === 0,
  })),
);
const values = normals(batch.steps, "values");
const ends = normals(batch.trajectories, "ends").map((v, i) => (batch.terminated[i] ? Number.NaN : v)); // never read

const written = (advantage: Advantage) => {
  const out = new Float64Array(batch.steps);
  advantage(batch, values, ends, out);
  return out;
};

/** r_t + … + γᵐ⁻¹ r_{t+m−1} + γᵐ V(s_{t+m}) − V(s_t), with m cut to what is left of the trajectory. */
const slowNStep = (n: number) =>
  Float64Array.from(
    lengths.flatMap((length, i) =>
      Array.from({ length }, (_, t) => {
        const k = batch.offsets[i] + t;
        const m = Math.min(n, length - t);
        let sum = -values[k];
        for (let l = 0; l < m; l++) sum += γ ** l * batch.rewards[k + l];
        if (t + m < length) return sum + γ ** m * values[k + m];
        return batch.terminated[i] ? sum : sum + γ ** m * ends[i];
      }),
    ),
  );

/** (1 − λ) Σ_n λⁿ⁻¹ A⁽ⁿ⁾, the last n taking what is left of the weights. */
const slowGae = (λ: number) => {
  const all = [1, 2, 3, 4, 5].map(slowNStep);
  return Float64Array.from(
    lengths.flatMap((length, i) =>
      Array.from({ length }, (_, t) => {
        let sum = 0;
        for (let n = 1; n < length - t; n++) sum += (1 - λ) * λ ** (n - 1) * all[n - 1][batch.offsets[i] + t];
        return sum + λ ** (length - t - 1) * all[length - t - 1][batch.offsets[i] + t];
      }),
    ),
  );
};

const distance = (a: Float64Array, b: Float64Array) => largest(a.map((x, k) => x - b[k]));

describe("advantages", () => {
  it.each([1, 2, 3, 4, 5, 6, 50])("of %i steps equal the sum of their definition, at both ends", (n) => {
    expect(distance(written(nStep(γ, n)), slowNStep(n))).toBeLessThan(1e-12);
  });

  it.each([0, 0.3, 0.95, 1])("of GAE(%d) are the λ-weighted mean of the n-step advantages", (λ) => {
    expect(distance(written(gae(γ, λ)), slowGae(λ))).toBeLessThan(1e-12);
  });

  it("of GAE(1) are reward-to-go minus value where the trajectory terminated", () => {
    const returns = new Float64Array(batch.steps);
    returnToGo(batch, γ, returns);
    const advantages = written(gae(γ, 1));
    for (const k of [0, 1, 2, 3, 4, 6, 7, 8])
      expect(Math.abs(advantages[k] - (returns[k] - values[k]))).toBeLessThan(1e-12);
    expect(Math.abs(advantages[5] - (returns[5] + γ * ends[1] - values[5]))).toBeLessThan(1e-12);
  });
});
