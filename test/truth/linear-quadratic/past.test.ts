import { describe, expect, it } from "vitest";
import { pastRewardsOf } from "../../../src/truth/linear-quadratic/moments/past-rewards.ts";
import { quadraticAt, quadraticSize } from "../../../src/truth/linear-quadratic/quadratic.ts";
import { quadraturePaths } from "./paths.ts";
import { problems, uneven } from "./solutions.ts";

describe.each(problems)("the return collected so far, given the state, in %s", (_, solution) => {
  const { states: D } = solution.dynamics;
  const { horizon: T, discount } = solution.objective;
  const paths = quadraturePaths(solution);
  const baseline = uneven(quadraticSize(D), 3);
  for (let i = 0; i < D; i++)
    for (let j = 0; j < i; j++) baseline[1 + D + i * D + j] = baseline[1 + D + j * D + i];
  const { means, variances } = pastRewardsOf(solution, baseline);

  /** 1, the coordinates and their products: a quadratic f is E[H|x] iff E[(H − f(x)) φ(x)] = 0 for these φ. */
  const tests = (x: Float64Array) => [1, ...x, ...[...x].flatMap((a) => [...x].map((b) => a * b))];

  it.each(Array.from({ length: T }, (_, t) => [t]))("has mean and variance at t = %i", (t) => {
    const first = new Float64Array(quadraticSize(D));
    const second = new Float64Array(quadraticSize(D));
    let scale = 0;
    for (const { probability, states, rewards } of paths) {
      let H = -quadraticAt(baseline, 0, D, states[0]);
      for (let s = 0; s < t; s++) H += discount ** s * rewards[s];
      const mean = quadraticAt(means[t], 0, D, states[t]);
      const variance = quadraticAt(variances[t], 0, D, states[t]);
      scale += probability * H * H;
      for (const [k, phi] of tests(states[t]).entries()) {
        first[k] += probability * (H - mean) * phi;
        second[k] += probability * (H * H - mean * mean - variance) * phi;
      }
    }
    expect(Math.max(...first.map(Math.abs))).toBeLessThan(1e-12 * (1 + scale));
    expect(Math.max(...second.map(Math.abs))).toBeLessThan(1e-11 * (1 + scale));
  });
});
