import { describe, expect, it } from "vitest";
import { valueFit } from "../../src/diagnostics/values/value-fit.ts";
import { stream } from "../../src/random.ts";
import { setUp } from "../../src/setup/set-up.ts";
import { runsOf } from "../problems/runs-of.ts";

const settingUp = (agent: object) =>
  setUp(
    runsOf({
      environment: { kind: "pendulum" },
      objective: { discount: 0.9, horizon: 20 },
      policy: { kind: "perceptron", widths: [4] },
      agents: [{ name: "a", iterations: 3, ...agent }],
      probe: { batchSizes: [2], replicates: 2, diagnostics: { valueFit: true } },
    })[0],
  );

const learning = (update: object = {}) =>
  settingUp({ update: { kind: "ppo", minibatches: 8, learningRate: 0.01, ...update }, batchSteps: 210 });

/** The figures by name, of two batches that are the same or not. */
const fitOf = ({ update, point }: ReturnType<typeof learning>, same = false) => {
  const draw = (role: string) => {
    const of = same ? "both" : role;
    const state = update.save();
    const batch = update.lanes!(stream(of, "actions"), stream(of, "environment")).draw(210);
    update.restore(state);
    return batch;
  };
  const figures = valueFit(update, point, 0.9, draw, stream("x"));
  return Object.fromEntries(figures.map(({ name, value }) => [name, value]));
};

describe("the fit of values", () => {
  it("is the same on the batch and on an equal one, and changes nothing that learns", () => {
    const setup = learning({ rewards: {}, observations: { clip: 10 } });
    const [state, theta] = [setup.update.save(), setup.point.theta.slice()];
    const found = fitOf(setup, true);
    expect(setup.update.save()).toEqual(state);
    expect(setup.point.theta).toEqual(theta);
    for (const name of ["target_explained", "return_explained", "target_error", "return_error"])
      expect(found[`held_out_${name}`]).toBe(found[`batch_${name}`]);
    expect(fitOf(setup, true)).toEqual(found);
  });

  it("is better after many epochs than after one, and better on the batch than held out", () => {
    const [few, many] = [1, 200].map((epochs) => fitOf(learning({ epochs })));
    expect(many.batch_target_explained).toBeGreaterThan(few.batch_target_explained + 0.2);
    expect(many.batch_target_error).toBeLessThan(few.batch_target_error);
    expect(many.batch_target_explained).toBeGreaterThan(many.held_out_target_explained);
    expect(many.batch_return_explained).toBeGreaterThan(many.held_out_return_explained);
  });

  it("is by hand what it says of targets, and of the returns of episodes that ended", () => {
    const { update, point } = learning();
    const draw = () => update.lanes!(stream("h", "a"), stream("h", "e")).draw(210);
    const figures = valueFit(update, point, 0.9, draw, stream("x"));
    const told = (name: string) => figures.find((each) => each.name === name)!.value;
    const batch = draw();
    const targets = update.learned!(batch, point).targets.slice(0, 210);
    update.step(batch, point, stream("x"));
    const values = update.learned!(batch, point).values.slice(0, 210);
    const error = targets.reduce((sum, t, k) => sum + Math.abs((values[k] - t) / t) / 210, 0);
    expect(told("batch_target_error")).toBeCloseTo(error, 10);
    const square = (xs: Float64Array) => {
      const mean = xs.reduce((sum, x) => sum + x / xs.length, 0);
      return xs.reduce((sum, x) => sum + (x - mean) ** 2, 0);
    };
    const left = square(targets.map((t, k) => t - values[k])) / square(targets);
    expect(told("batch_target_explained")).toBeCloseTo(1 - left, 10);
    const returns = new Float64Array(200); // ten episodes of 20 steps; the 11th is cut
    for (let k = 199; k >= 0; k--) returns[k] = batch.rewards[k] + (k % 20 === 19 ? 0 : 0.9 * returns[k + 1]);
    const missed = square(returns.map((g, k) => g - values[k])) / square(returns);
    expect(told("batch_return_explained")).toBeCloseTo(1 - missed, 10);
  });

  it("is refused where no values are learned from steps", () => {
    const ascending = {
      estimator: { kind: "reinforce" },
      optimizer: { kind: "sgd", learningRate: 1 },
      batchSize: 2,
    };
    expect(() => settingUp(ascending)).toThrow(
      "valueFit needs an update that learns values from steps; that of a does not",
    );
  });
});
