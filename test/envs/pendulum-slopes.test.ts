import { describe, expect, it } from "vitest";
import type { Slopes } from "../../envs/contract/models.ts";
import { stream } from "../../src/random.ts";
import { drawActions, make, tasks } from "./classic-control.ts";

const environment = make(tasks.pendulum);
const unused = stream("unused");

interface Step {
  readonly next: Float64Array;
  readonly reward: number;
}

const step = (state: ArrayLike<number>, action: number): Step => {
  const next = Float64Array.from(state);
  const outcome = { reward: Number.NaN, terminated: false };
  environment.step(next, Float64Array.of(action), unused, outcome);
  return { next, reward: outcome.reward };
};

const slopesAt = (state: ArrayLike<number>, action: number): Slopes => {
  const out = {
    state: new Float64Array(4).fill(Number.NaN),
    action: new Float64Array(2).fill(Number.NaN),
    rewardState: new Float64Array(2).fill(Number.NaN),
    rewardAction: new Float64Array(1).fill(Number.NaN),
  };
  const { next } = step(state, action);
  environment.slopes!.at(Float64Array.from(state), Float64Array.of(action), next, out);
  return out;
};

/** Central differences. The action's are wide: it enters linearly or squared, after a rounding to float32. */
const differencesAt = ([angle, spin]: readonly number[], action: number): Slopes => {
  const between = (up: Step, down: Step, width: number) => ({
    next: up.next.map((x, i) => (x - down.next[i]) / width),
    reward: (up.reward - down.reward) / width,
  });
  const h = 1e-4;
  const wide = 0.125;
  const byAngle = between(step([angle + h, spin], action), step([angle - h, spin], action), 2 * h);
  const bySpin = between(step([angle, spin + h], action), step([angle, spin - h], action), 2 * h);
  const byAction = between(step([angle, spin], action + wide), step([angle, spin], action - wide), 2 * wide);
  return {
    state: Float64Array.of(byAngle.next[0], bySpin.next[0], byAngle.next[1], bySpin.next[1]),
    action: byAction.next,
    rewardState: Float64Array.of(byAngle.reward, bySpin.reward),
    rewardAction: Float64Array.of(byAction.reward),
  };
};

const distance = (a: Slopes, b: Slopes): number =>
  Math.max(
    ...(["state", "action", "rewardState", "rewardAction"] as const).flatMap((part) =>
      Array.from(a[part], (x, i) => Math.abs(x - b[part][i])),
    ),
  );

/** θ and θ̇, then the torque asked for. */
const points: readonly (readonly [string, readonly number[], number])[] = [
  ["free", [0.7, -1.3], 0.4],
  ["after some turns", [11.3, 2.1], -1.7],
  ["where the torque is clipped", [-2.9, 0.4], 2.6],
  ["where the velocity is clipped", [1.2, 7.9], 0.3],
  ["where both are clipped", [-1.8, -7.8], -3],
];

describe("slopes of the pendulum", () => {
  it.each(points)("equal finite differences, %s", (_, state, action) => {
    // errors: (0.75 h²) of the state's, 2.4e-7 / 0.25 · dt of the action's
    expect(distance(slopesAt(state, action), differencesAt(state, action))).toBeLessThan(1e-7);
  });

  it("would be found out with another gravity or without the clipping", () => {
    const [[, state, action], , , [, fast, push]] = points;
    const heavier = make(tasks.pendulum, { gravity: 10.001 }).slopes!;
    const out = slopesAt(state, action);
    heavier.at(Float64Array.from(state), Float64Array.of(action), step(state, action).next, out);
    expect(distance(out, differencesAt(state, action))).toBeGreaterThan(1e-5);
    environment.slopes!.at(Float64Array.from(fast), Float64Array.of(push), Float64Array.of(0, 0), out);
    expect(distance(out, differencesAt(fast, push))).toBeGreaterThan(0.1);
  });

  it("are worked out by hand at θ = 60°", () => {
    const slopes = slopesAt([Math.PI / 3, 0.5], 1);
    // 15 cos 60° · 0.05 = 0.375 and 3 · 0.05 = 0.15, and 0.05 of them a step later
    expect([...slopes.state, ...slopes.action]).toEqual(
      [1.01875, 0.05, 0.375, 1, 0.0075, 0.15].map((x) => expect.closeTo(x, 12)),
    );
    expect([...slopes.rewardState, ...slopes.rewardAction]).toEqual(
      [(-2 * Math.PI) / 3, -0.1, -0.002].map((x) => expect.closeTo(x, 12)),
    );
  });

  it("chain to the gradient of a return over the first state and all actions", () => {
    const actions = drawActions(environment, 12, "chain").map(([a]) => a);
    const start = [2.5, 0.8];
    const returnOf = (from: ArrayLike<number>, taken: readonly number[]): number => {
      let state: Float64Array = Float64Array.from(from);
      let sum = 0;
      for (const action of taken) {
        const { next, reward } = step(state, action);
        state = next;
        sum += reward;
      }
      return sum;
    };
    const visited: Float64Array[] = [Float64Array.from(start)];
    for (const action of actions) visited.push(step(visited.at(-1)!, action).next);
    const byActions = actions.map(() => 0);
    let byState = [0, 0]; // ∂(rewards from here on)/∂s
    for (let t = actions.length - 1; t >= 0; t--) {
      const { state, action, rewardState, rewardAction } = slopesAt(visited[t], actions[t]);
      byActions[t] = rewardAction[0] + byState[0] * action[0] + byState[1] * action[1];
      byState = [0, 1].map((j) => rewardState[j] + byState[0] * state[j] + byState[1] * state[2 + j]);
    }
    const h = 1e-4;
    for (const j of [0, 1]) {
      const moved = (by: number) =>
        returnOf(
          start.map((x, i) => (i === j ? x + by : x)),
          actions,
        );
      expect(byState[j]).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 4);
    }
    const wide = 2 ** -7; // against the rounding of the torque's term to float32
    for (const t of actions.keys()) {
      const moved = (by: number) =>
        returnOf(
          start,
          actions.map((a, k) => (k === t ? a + by : a)),
        );
      expect(byActions[t]).toBeCloseTo((moved(wide) - moved(-wide)) / (2 * wide), 3);
    }
    expect(Math.max(...byActions.map(Math.abs))).toBeGreaterThan(0.1);
  });
});
