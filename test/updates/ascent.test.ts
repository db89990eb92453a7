import { expect, it } from "vitest";
import type { FunctionPolicy } from "../../src/policies/policy.ts";
import { stream } from "../../src/random.ts";
import { setUp } from "../../src/setup/set-up.ts";
import { preview } from "../../src/updates/preview.ts";
import { draws } from "../problems/estimator-of.ts";
import { runsOf } from "../problems/runs-of.ts";

const setUpCart = (batches: number) => {
  const transforms = batches > 1 ? [{ kind: "accumulate", batches }] : [];
  const setup = setUp(
    runsOf({
      environment: { kind: "cart-pole" },
      objective: { discount: 0.99, horizon: 30 },
      policy: { kind: "perceptron", widths: [4], normalize: true },
      agents: [{ name: "a", estimator: { kind: "reinforce", transforms }, iterations: 5 }],
    })[0],
  );
  const draw = setup.point.sampler(stream("ascent", "actions"), stream("ascent", "environment"));
  return { ...setup, draw, normalizer: (setup.point.policy as FunctionPolicy).normalizer! };
};

it("learns how to normalize from all batches of an estimate, and applies it when θ moves", () => {
  const { update, point, draw, normalizer } = setUpCart(3);
  const identity = normalizer.moments.slice();
  const seen: number[][] = [[], [], [], []];
  for (let b = 0; b < 3; b++) {
    expect(normalizer.moments).toEqual(identity);
    const batch = draw(4);
    for (let k = 0; k < 4 * batch.steps; k++) seen[k % 4].push(batch.observations[k]);
    update.step(batch, point, draws);
  }
  for (const [o, column] of seen.entries()) {
    const mean = column.reduce((sum, x) => sum + x, 0) / column.length;
    const square = column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length;
    expect(normalizer.moments[o]).toBeCloseTo(mean, 12);
    expect(normalizer.moments[4 + o]).toBeCloseTo(Math.sqrt(square), 12);
  }
});

it("is where a preview says, which changes nothing that learns", () => {
  const { update, point, draw, normalizer } = setUpCart(1);
  const copy = setUpCart(1);
  const [theta, moments, state] = [point.theta.slice(), normalizer.moments.slice(), update.save()];
  const { moved } = preview(update, point, () => draw(4), draws);
  expect(moved).not.toEqual(theta);
  expect(point.theta).toEqual(theta);
  expect(normalizer.moments).toEqual(moments);
  expect(update.save()).toEqual(state);
  copy.update.step(copy.draw(4), copy.point, draws);
  expect(copy.point.theta).toEqual(moved);
});
