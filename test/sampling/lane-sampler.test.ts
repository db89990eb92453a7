import { describe, expect, it } from "vitest";
import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import { runningNormalizer } from "../../src/normalizers/observations.ts";
import { rewardScaler } from "../../src/normalizers/rewards.ts";
import type { PolicyRows } from "../../src/policies/policy.ts";
import { stream } from "../../src/random.ts";
import { type LaneParts, laneSampler } from "../../src/sampling/lane-sampler.ts";

/** Counts up from where it began, pays the number it leaves, and ends an episode at 10. */
const counter: ContinuousEnvironment = {
  kind: "counter",
  stateSize: 1,
  observationSize: 1,
  action: { size: 1 },
  reset(state, random) {
    state[0] = Math.floor(8 * random.next());
  },
  step(state, action, _, outcome) {
    outcome.reward = state[0];
    state[0] += action[0];
    outcome.terminated = state[0] >= 10;
  },
};

/** Goes on by one, and notes what it was given. */
const walker = (read: number[][] = []): PolicyRows => ({
  act(inputs, rows, _, __, out) {
    read.push([...inputs.subarray(0, rows)]);
    out.fill(1, 0, rows);
  },
  knowsEntropy: false,
  decide: () => {},
  forward: () => {},
  addGradient: () => {},
});

const drawing = (change: Partial<LaneParts> = {}) =>
  laneSampler(
    { environment: counter, policy: walker(), horizon: 6, discount: 0.5, lanes: 2, carry: true, ...change },
    stream("actions"),
    stream("environment"),
  );

/** Pieces of a batch, each by its observations, the one after it, and how it ended. */
const piecesOf = (batch: ReturnType<ReturnType<typeof drawing>["draw"]>) =>
  Array.from({ length: batch.trajectories }, (_, i) => {
    const [begin, end] = [batch.offsets[i], batch.offsets[i + 1]];
    return {
      seen: [...batch.observations.subarray(begin, end)],
      times: [...batch.times.subarray(begin, end)],
      rewards: [...batch.rewards.subarray(begin, end)],
      last: batch.lastObservations[i],
      end: batch.terminated[i] ? "terminated" : batch.cut[i] ? "cut" : "truncated",
    };
  });

describe("laneSampler", () => {
  it("cuts lanes into pieces of episodes, which go on in the next batch", () => {
    const sampler = drawing();
    const pieces = [...piecesOf(sampler.draw(5)), ...piecesOf(sampler.draw(5))];
    expect(pieces.map(({ end }) => end)).toEqual(expect.arrayContaining(["terminated", "truncated", "cut"]));
    for (const { seen, times, rewards, last, end } of pieces) {
      for (let k = 1; k < seen.length; k++) expect(seen[k]).toBe(seen[k - 1] + 1);
      expect(times).toEqual(times.map((_, k) => times[0] + k));
      expect(rewards).toEqual(seen); // what it pays
      expect(last).toBe(seen.at(-1)! + 1); // of the same episode: not the first of the next
      if (end === "terminated") expect(last).toBe(10);
      if (end === "truncated") expect(times.at(-1)).toBe(5);
    }
    const [cut] = pieces.filter(({ end }) => end === "cut");
    const goesOn = pieces.find(({ times, seen }) => times[0] > 0 && seen[0] === cut.last);
    expect(goesOn?.times[0]).toBe(cut.times.at(-1)! + 1);
  });

  it("tells of whole episodes, whenever they began", () => {
    const sampler = drawing({ lanes: 1 });
    const whole: { total: number; discounted: number; length: number }[] = [];
    const told: typeof whole = [];
    let open: number[] = [];
    for (let b = 0; b < 8; b++) {
      const batch = sampler.draw(3);
      for (const { rewards, end } of piecesOf(batch)) {
        open.push(...rewards);
        if (end === "cut") continue;
        const discounted = open.reduceRight((rest, r) => r + 0.5 * rest, 0);
        whole.push({ total: open.reduce((a, b) => a + b), discounted, length: open.length });
        open = [];
      }
      const { count, returns, discounted, lengths } = batch.episodes;
      for (let i = 0; i < count; i++)
        told.push({ total: returns[i], discounted: discounted[i], length: lengths[i] });
    }
    expect(told.length).toBeGreaterThan(3);
    expect(told).toEqual(whole);
  });

  it("begins every batch with resets where episodes are not carried over", () => {
    const sampler = drawing({ carry: false });
    for (let b = 0; b < 3; b++) {
      const batch = sampler.draw(4);
      expect(batch.times[0]).toBe(0);
      expect(batch.times[4]).toBe(0); // of the second lane
    }
  });

  it("goes on as if it had never stopped", () => {
    const one = drawing();
    one.draw(5);
    const other = drawing();
    other.draw(5); // so that its streams are where those of the first are
    other.restore(one.save());
    expect(piecesOf(other.draw(5))).toEqual(piecesOf(one.draw(5)));
  });

  it("shows a running normalizer every observation that is acted on, once, before it is acted on", () => {
    const read: number[][] = [];
    const normalizer = runningNormalizer(1, { deviation: "population", epsilon: 1e-8, clip: 10 });
    const twin = runningNormalizer(1, { deviation: "population", epsilon: 1e-8, clip: 10 });
    const sampler = drawing({ policy: walker(read), normalizer });
    sampler.draw(4);
    sampler.draw(4);
    const again = drawing();
    const raw: number[][] = [];
    for (let b = 0; b < 2; b++) {
      const { observations } = again.draw(4);
      for (let t = 0; t < 4; t++) raw.push([observations[t], observations[4 + t]]);
    }
    const out = new Float64Array(2);
    for (const [t, rows] of raw.entries()) {
      twin.see(Float64Array.from(rows), 2);
      twin.apply(Float64Array.from(rows), 0, 2, out);
      expect(read[t]).toEqual([...out]);
    }
  });

  it("scales rewards beside those that it tells of", () => {
    const options = { of: "returns", discount: 0.5, restart: "ends", clip: 10 } as const;
    const scaler = rewardScaler(2, { ...options, deviation: "population", epsilon: 1e-8 });
    const batch = drawing({ scaler }).draw(6);
    const plain = drawing().draw(6);
    expect(batch.rewards).toEqual(plain.rewards);
    expect(batch.episodes.returns).toEqual(plain.episodes.returns);
    expect(batch.scaledRewards).not.toEqual(batch.rewards);
  });
});
