import { describe, expect, it } from "vitest";
import { critics } from "../../src/critics/index.ts";
import { valueNetwork } from "../../src/critics/networks/value-network.ts";
import { initialWeights } from "../../src/policies/perceptron/initial.ts";
import { stream } from "../../src/random.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { largest } from "../numbers.ts";
import { anyEnvironment } from "../problems/environments.ts";
import { criticOf, doubleIntegrator, evaluated, nowhere, packSeen, valueError } from "./vectors.ts";

const regulator = doubleIntegrator({ discount: 0.9 });
const batch = regulator.sampler("perceptron")(20);
const held = regulator.sampler("perceptron", "held out")(500);
const off = (a: readonly number[], b: readonly number[]) => largest(a.map((v, k) => v - b[k]));

/** The slow twin of a critic without hidden layers: linear regression by Adam, in float64. */
const regression = (seen: TrajectoryBatch, epochs: number, learningRate: number, minibatch: number) => {
  const K = seen.steps;
  const inputs = Array.from({ length: K }, (_, k) => [...seen.observations.subarray(2 * k, 2 * k + 2)]);
  const returns = inputs.map((_, k) =>
    [...seen.rewards.subarray(k, k + 10 - (k % 10))].reduceRight((rest, r) => r + 0.9 * rest, 0),
  );
  const unit = (column: readonly number[]) => {
    const mean = column.reduce((sum, x) => sum + x, 0) / K;
    return [mean, Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / K)];
  };
  const units = [0, 1].map((o) => unit(inputs.map((x) => x[o])));
  const [mean, deviation] = unit(returns);
  const z = inputs.map((x, k) => [...x.map((v, o) => (v - units[o][0]) / units[o][1]), (k % 10) / 5 - 1, 1]);

  const w = new Float64Array(4);
  initialWeights([3, 1])(stream(0, "critic", "perceptron", "weights"), w);
  const value = (k: number) => z[k].reduce((sum, x, j) => sum + w[j] * x, 0);
  const orders = stream(0, "critic", "perceptron", "orders");
  const [first, second] = [new Float64Array(4), new Float64Array(4)];
  let update = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = [...z.keys()];
    for (let left = K; left > 1; left--) {
      const chosen = Math.floor(orders.next() * left);
      [order[left - 1], order[chosen]] = [order[chosen], order[left - 1]];
    }
    for (let begin = 0; begin < K; begin += minibatch) {
      const some = order.slice(begin, begin + minibatch);
      update++;
      const gradient = [0, 1, 2, 3].map(
        (j) =>
          some.reduce((sum, k) => sum + ((returns[k] - mean) / deviation - value(k)) * z[k][j], 0) /
          some.length,
      );
      for (let j = 0; j < 4; j++) {
        first[j] = 0.9 * first[j] + 0.1 * gradient[j];
        second[j] = 0.999 * second[j] + 0.001 * gradient[j] ** 2;
        const root = Math.sqrt(second[j] / (1 - 0.999 ** update)) + 1e-8;
        w[j] += (learningRate * first[j]) / (1 - 0.9 ** update) / root;
      }
    }
  }
  return z.map((_, k) => mean + deviation * value(k));
};

describe("the perceptron critic", () => {
  it("is zero before the first batch", () => {
    expect(largest(evaluated(criticOf({ kind: "perceptron" }, regulator), batch))).toBe(0);
  });

  it.each([64, 150, 400])(
    "without hidden layers is linear regression by Adam, %i steps at a time",
    (minibatch) => {
      const seen = regulator.sampler("perceptron", "regression")(40); // 400 steps
      const options = { kind: "perceptron", widths: [], time: "input", learningRate: 0.05, epochs: 20 };
      const critic = criticOf({ ...options, minibatch }, regulator);
      critic.memory!.update(seen, nowhere);
      const found = evaluated(critic, seen).slice(0, seen.steps);
      expect(off(found, regression(seen, 20, 0.05, minibatch))).toBeLessThan(1e-5); // float32; values up to 6
      expect(off(found, regression(seen, 19, 0.05, minibatch))).toBeGreaterThan(1e-4);
    },
  );

  it("comes near the exact values, nearer with the time as an input", () => {
    const errorOf = (change: object) => {
      const options = {
        kind: "perceptron",
        widths: [16],
        learningRate: 0.01,
        fit: "earlier-batch",
        ...change,
      };
      const critic = criticOf(options, regulator);
      critic.memory!.update(regulator.sampler("perceptron", "many")(300), nowhere);
      return valueError(critic, regulator, held);
    };
    expect(errorOf({ epochs: 1 })).toBeGreaterThan(0.1);
    expect(errorOf({ epochs: 20, time: "input" })).toBeLessThan(0.03);
    expect(errorOf({ epochs: 20 })).toBeGreaterThan(1.5 * errorOf({ epochs: 20, time: "input" }));
    const lambda = { target: "lambda-return", lambda: 0.8, horizon: "end", epochs: 20, time: "input" };
    expect(errorOf(lambda)).toBeLessThan(0.03);
  });

  it("learns along training, batch after batch", () => {
    const options = { kind: "perceptron", widths: [16], time: "input", learningRate: 0.01, epochs: 4 };
    const critic = criticOf(options, regulator);
    const draw = regulator.sampler("perceptron", "training");
    const errors = Array.from({ length: 60 }, () => {
      critic.memory!.update(draw(10), nowhere);
      return valueError(critic, regulator, held);
    });
    expect(errors[0]).toBeGreaterThan(0.2);
    expect(errors.at(-1)).toBeLessThan(0.05);
  });

  it("with λ-returns of λ = 1 and nothing after the horizon is fitted to rewards-to-go", () => {
    const taught = (change: object) => {
      const critic = criticOf({ kind: "perceptron", widths: [4], epochs: 3, ...change }, regulator);
      for (let i = 0; i < 2; i++) critic.memory!.update(batch, nowhere);
      return evaluated(critic, batch).slice(0, batch.steps);
    };
    const lambdaReturn = { target: "lambda-return", lambda: 1 };
    expect(taught({ ...lambdaReturn, horizon: "end" })).toEqual(taught({}));
    expect(taught(lambdaReturn)).not.toEqual(taught({}));
    expect(taught({ ...lambdaReturn, lambda: 0.9, horizon: "end" })).not.toEqual(taught({}));
  });

  it("forgets all that came before when it is fitted to a batch, and draws the same again", () => {
    const critic = criticOf({ kind: "perceptron", widths: [4], fit: "earlier-batch" }, regulator);
    critic.memory!.update(batch, nowhere);
    const first = evaluated(critic, batch);
    critic.memory!.update(held, nowhere);
    expect(evaluated(critic, batch)).not.toEqual(first);
    critic.memory!.update(batch, nowhere);
    expect(evaluated(critic, batch)).toEqual(first);
  });

  it("draws by the seed of the run", () => {
    const [a, b, c] = [1, 1, 2].map((seed) => {
      const critic = criticOf({ kind: "perceptron", widths: [4] }, { ...regulator, seed });
      critic.memory!.update(batch, nowhere);
      return evaluated(critic, batch);
    });
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
  });

  it("evaluates more steps than one forward pass takes, and the last observation at its own time", () => {
    const critic = criticOf({ kind: "perceptron", widths: [4], time: "input" }, regulator);
    critic.memory!.update(batch, nowhere);
    const all = evaluated(critic, held);
    const lastSteps = packSeen(
      [0, 499].map((i) => {
        const [x, y] = [held.observations, held.lastObservations];
        const at = (k: number) => [...x.subarray(2 * k, 2 * k + 2)];
        return {
          observations: Array.from({ length: 10 }, (_, t) => at(10 * i + t)),
          rewards: new Array(10).fill(0),
          last: [...y.subarray(2 * i, 2 * i + 2)],
          terminated: false,
        };
      }),
    );
    const some = evaluated(critic, lastSteps);
    expect(some.slice(0, 20)).toEqual([...all.slice(0, 10), ...all.slice(4990, 5000)]);
    expect(some.slice(20)).toEqual([all[5000], all[5499]]);
  });
});

describe("a value network", () => {
  it("keeps its values when the units of the returns move", () => {
    const network = valueNetwork({ observationSize: 2, horizon: 0, widths: [8], activation: "tanh" });
    network.reset(stream("test", "network"));
    const rows = Int32Array.of(0, 1, 2);
    const values = () => {
      const out = new Float64Array(3);
      network.forward(batch.observations, rows, rows, 0, 3, out);
      return [...out];
    };
    const returns = batch.rewards.slice(0, batch.steps);
    network.see(batch, returns);
    const before = values();
    network.see(
      batch,
      returns.map((r) => 40 * r + 7),
    ); // the same observations, so that the units of the inputs stay
    expect(off(values(), before)).toBeLessThan(1e-5);
    expect(largest(before)).toBeGreaterThan(0.1);
  });
});

describe("the options of the perceptron critic", () => {
  it("refuse λ without λ-returns, and the other way round", () => {
    const message = (target: string) =>
      new RangeError(`lambda goes with target lambda-return, and only with it; target is "${target}"`);
    expect(() => criticOf({ kind: "perceptron", lambda: 0.5 }, regulator)).toThrow(message("monte-carlo"));
    expect(() => criticOf({ kind: "perceptron", target: "lambda-return" }, regulator)).toThrow(
      message("lambda-return"),
    );
  });

  it("offer no fit to the same batch", () => {
    expect(critics.perceptron.options.shape.fit.unwrap().options).toEqual(["training", "earlier-batch"]);
    expect(critics.perceptron.options.safeParse({ fit: "same-batch" }).success).toBe(false);
  });

  it("serve any observations", () => {
    const environment = anyEnvironment("cart-pole");
    expect(criticOf({ kind: "perceptron", activation: "relu" }, { ...regulator, environment }).fit).toBe(
      "training",
    );
  });
});
