import { describe, expect, it } from "vitest";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { discountByTime, returnToGo, totalReturn } from "../../src/trajectories/returns.ts";
import { pack } from "../problems/trajectories.ts";

const batch = pack([
  { states: [0, 0, 0], actions: [0, 0, 0], rewards: [1, 2, 4], last: 0, terminated: true },
  { states: [0], actions: [0], rewards: [8], last: 0, terminated: false },
  { states: [0, 0], actions: [0, 0], rewards: [0, -16], last: 0, terminated: false },
]);

const written = (
  write: (batch: TrajectoryBatch, discount: number, out: Float64Array) => void,
  discount: number,
) => {
  const out = new Float64Array(7).fill(3); // one longer than the batch, as a reused array may be
  write(batch, discount, out);
  expect(out[6]).toBe(3);
  return [...out.subarray(0, 6)];
};

describe("returns", () => {
  it("to go are G_t = r_t + γ G_{t+1}, and start anew with every trajectory", () => {
    expect(written(returnToGo, 0.5)).toEqual([3, 4, 4, 8, -8, -16]);
    expect(written(returnToGo, 1)).toEqual([7, 6, 4, 8, -16, -16]);
    expect(written(returnToGo, 0)).toEqual([1, 2, 4, 8, 0, -16]);
  });

  it("in total are the return of t = 0 on every step", () => {
    expect(written(totalReturn, 0.5)).toEqual([3, 3, 3, 8, -8, -8]);
  });

  it("are discounted by γᵗ counted from the start of their own trajectory", () => {
    expect(written(discountByTime, 0.5)).toEqual([3, 1.5, 0.75, 3, 3, 1.5]);
    expect(written(discountByTime, 1)).toEqual([3, 3, 3, 3, 3, 3]);
    expect(written(discountByTime, 0)).toEqual([3, 0, 0, 3, 3, 0]);
  });
});
