import { afterEach, describe, expect, it } from "vitest";
import type { PolicyRows } from "../../src/policies/policy.ts";
import { stream } from "../../src/random.ts";
import { laneSampler } from "../../src/sampling/lane-sampler.ts";
import { requireCarry } from "../../src/updates/rollouts/require-carry.ts";
import { continuousGym, disposeAll, present } from "./python.ts";

const LANES = 3;

/** Draws either action. */
const either: PolicyRows = {
  act(_, rows, __, random, out) {
    for (let r = 0; r < rows; r++) out[r] = Math.floor(2 * random.next());
  },
  knowsEntropy: false,
  decide: () => {},
  forward: () => {},
  addGradient: () => {},
};

const odd = (fault: string) => continuousGym({ gymnasium: "spied:Odd-v0", options: { fault, after: 0 } });

/** Lanes of a process of their own, with streams that are saved beside them. */
const drawing = (environment: ReturnType<typeof odd>) => {
  const [actions, randomness] = [stream("actions"), stream("environment")];
  const parts = { environment, policy: either, horizon: 7, discount: 0.9, lanes: LANES, carry: true };
  const lanes = laneSampler(parts, actions, randomness);
  const batch = () => {
    const { steps, trajectories, rewards, times, observations } = lanes.draw(5);
    expect(steps).toBe(5 * LANES);
    return { trajectories, rewards: [...rewards], times: [...times], observations: [...observations] };
  };
  return { batch, savable: [actions, randomness, lanes] };
};

describe.skipIf(!present)("episodes of Gymnasium that go on in the next batch", () => {
  afterEach(disposeAll);

  it("go on where they were, in another process after a break too, whoever moves other lanes", () => {
    const environment = odd("none");
    const { batch, savable } = drawing(environment);
    const first = batch();
    expect(first.times.slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
    const saved = savable.map((each) => each.save());
    environment.lanes!.shared.reset(
      Int32Array.of(0),
      1,
      Float64Array.of(3),
      Float64Array.of(-1),
      new Float64Array(2),
    );
    const next = [batch(), batch()];
    expect(next[0].times.slice(0, 5)).toEqual([5, 6, 0, 1, 2]);
    expect(next[0].rewards.slice(0, 2)).toEqual([6, 7]); // what it pays is its own time

    const other = drawing(odd("none"));
    for (const [i, each] of other.savable.entries()) each.restore(saved[i]);
    expect([other.batch(), other.batch()]).toEqual(next);
  });

  it("are saved before the first of them has begun", () => {
    const [one, other] = [drawing(odd("none")), drawing(odd("none"))];
    for (const [i, each] of other.savable.entries()) each.restore(one.savable[i].save());
    expect(other.batch()).toEqual(one.batch());
  });

  it("are refused where a seed and actions do not lead to the same, and cannot be gone on with", () => {
    const environment = odd("draws elsewhere");
    expect(() => requireCarry(odd("none"), 7)).not.toThrow();
    expect(() => requireCarry(environment, 7)).toThrow(
      /^carry: true needs episodes that come about again .*; spied:Odd-v0: step 1 of a walk wrote/,
    );
    const { batch, savable } = drawing(environment);
    batch();
    const lanes = savable[2];
    expect(() => lanes.restore(lanes.save())).toThrow(
      /^an episode cannot go on: begun again with seed \d+ and the same actions, it came to/,
    );
  });
});
