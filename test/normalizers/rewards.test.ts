import { describe, expect, it } from "vitest";
import { decodeState, encodeState } from "../../src/memory/encode.ts";
import { type RewardScalerOptions, rewardScaler } from "../../src/normalizers/rewards.ts";
import { deepGolden } from "../deep-golden.ts";
import { largest } from "../numbers.ts";

const { numbers, ends, rewards: golden } = deepGolden.normalizers;
const baselines: RewardScalerOptions = {
  of: "returns",
  discount: 0.9,
  restart: "ends",
  deviation: "population",
  epsilon: 1e-8,
  clip: Number.POSITIVE_INFINITY,
};
const gymnasium = { ...baselines, restart: "terminations" } as const;
const returns = { ...baselines, deviation: "sample" } as const;
const rewards = { ...returns, of: "rewards" } as const;

/** The numbers as rewards, some lanes at a time. */
const scaled = (options: RewardScalerOptions, lanes = 1, scaler = rewardScaler(lanes, options)) => {
  const out: number[] = [];
  for (let t = 0; t < numbers.length; t += lanes) {
    const row = Float64Array.from(numbers.slice(t, t + lanes));
    scaler.scale(row, Uint8Array.from(ends.slice(t, t + lanes)), row);
    out.push(...row);
  }
  return out;
};
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) => largest(Array.from(a, (x, i) => x - b[i]));

const variants = [
  ["Gymnasium's", golden.gymnasium, gymnasium, 1],
  ["stable-baselines3's", golden.sb3, baselines, 1],
  ["stable-baselines3's of two lanes", golden.lanes, baselines, 2],
  ["stable-baselines3's with a clip", golden.clipped, { ...baselines, clip: 1 }, 1],
  ["the returns of Implementation Matters", golden.imReturns, returns, 1],
  ["the rewards of Implementation Matters", golden.imRewards, rewards, 1],
] as const;

describe("a scaler of rewards", () => {
  it.each(variants)("is %s, and no other", (_, expected, options, lanes) => {
    // the first of all is divided by √(1e-4 (1 + …)): 50 times as large as it was
    expect(apart(scaled(options, lanes), expected)).toBeLessThan(1e-10);
    for (const [, other] of variants)
      if (other !== expected) expect(apart(scaled(options, lanes), other)).toBeGreaterThan(1e-3);
  });

  it("keeps each lane's return for itself, and forgets that of a lane that ended", () => {
    const scaler = rewardScaler(2, { ...baselines, discount: 0.5 });
    const out = new Float64Array(2);
    scaler.scale(Float64Array.of(1, 10), Uint8Array.of(0, 2), out);
    scaler.scale(Float64Array.of(2, 20), Uint8Array.of(0, 0), out);
    scaler.scale(Float64Array.of(3, 30), Uint8Array.of(0, 0), out);
    const all = [1, 10, 0.5 + 2, 20, 1.25 + 3, 10 + 30]; // R, lane by lane
    const total = 6 + 1e-4;
    const mean = all.reduce((sum, x) => sum + x, 0) / total;
    const square = all.reduce((sum, x) => sum + x * x, 0) + 1e-4;
    const deviation = Math.sqrt(square / total - mean * mean + 1e-8);
    expect(apart(out, [3 / deviation, 30 / deviation])).toBeLessThan(1e-12);
    expect(scaler.frozen(7)).toBeCloseTo(7 / deviation, 12);
  });

  it("scales nothing before it has seen anything, and learns nothing while frozen", () => {
    const scaler = rewardScaler(1, { ...rewards, clip: 10 });
    expect(scaler.frozen(-3)).toBe(-3);
    expect(scaler.frozen(30)).toBe(10);
    expect(scaled({ ...rewards, clip: 10 }, 1, scaler)).toEqual(scaled({ ...rewards, clip: 10 }));
  });

  it("goes on from what was saved, to the bit", () => {
    const [one, other] = [rewardScaler(2, baselines), rewardScaler(2, baselines)];
    scaled(baselines, 2, one);
    other.restore(decodeState(encodeState(one.save())));
    expect(other.frozen(1)).toBe(one.frozen(1));
    expect(scaled(baselines, 2, other)).toEqual(scaled(baselines, 2, one));
    expect(() => rewardScaler(3, baselines).restore(one.save())).toThrow(TypeError);
  });
});
