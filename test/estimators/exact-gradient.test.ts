import { expect, test } from "vitest";
import type { MomentsEvent } from "../../src/moments/event.ts";
import type { EstimatesEvent } from "../../src/probe/cell.ts";
import type { IterationEvent } from "../../src/run/events.ts";
import { run } from "../../src/run/run.ts";
import { setUp } from "../../src/setup/set-up.ts";
import { truthOf } from "../moments.ts";
import { draws, estimatorOf } from "../problems/estimator-of.ts";
import { threeStates } from "../problems/index.ts";
import { runsOf } from "../problems/runs-of.ts";
import { pack } from "../problems/trajectories.ts";

const exact = { kind: "exact-gradient" };
const agentOf = (estimator: object, rest: object = {}) => ({ name: "a", estimator, iterations: 3, ...rest });

const eventsOf = (study: object) => {
  const events = {
    iteration: [] as IterationEvent[],
    estimates: [] as EstimatesEvent[],
    moments: [] as MomentsEvent[],
  };
  run(runsOf(study)[0]).subscribe((event) => {
    if (event.type in events) events[event.type as "moments"].push(event as MomentsEvent);
  });
  return events;
};

test("it is ∇J, whatever batch it is shown", () => {
  const problem = threeStates();
  const out = new Float64Array(6);
  const batch = pack([{ states: [0], actions: [1], rewards: [9], last: 1, terminated: false }]);
  estimatorOf(problem, exact).estimate(batch, problem.point, out, draws);
  expect(out).toEqual(truthOf(problem));
});

test("an agent climbs along it without taking a step, by any optimizer and through transforms", () => {
  for (const [estimator, optimizer] of [
    [exact, { kind: "sgd", learningRate: 0.5 }],
    [
      { ...exact, transforms: [{ kind: "natural" }] },
      { kind: "adam", learningRate: 0.01 },
    ],
    [
      { ...exact, transforms: [{ kind: "accumulate", batches: 2 }] },
      { kind: "momentum", learningRate: 0.1 },
    ],
  ]) {
    const { iteration } = eventsOf({ agents: [agentOf(estimator, { optimizer })] });
    expect(iteration.map(({ envSteps }) => envSteps)).toEqual([0, 0, 0, 0]); // three updates and the last θ
    const returns = iteration.map(({ exactReturn }) => exactReturn!);
    expect(returns).toEqual(returns.toSorted((a, b) => a - b));
    expect(returns[3]).toBeGreaterThan(returns[0]);
  }
});

test("it is full gradient ascent: θ moves by α ∇J", () => {
  const setup = setUp(
    runsOf({ agents: [agentOf(exact, { optimizer: { kind: "sgd", learningRate: 0.5 } })] })[0],
  );
  const { theta, exact: truth } = setup.point;
  const [before, gradient] = [theta.slice(), new Float64Array(theta.length)];
  truth!.gradient(gradient);
  setup.update.step(pack([]), setup.point, draws);
  for (const [j, x] of theta.entries()) expect(x).toBe(before[j] + 0.5 * gradient[j]);
});

test("in a probe it has alignment 1, no bias and no variance, measured and exact", () => {
  const mask = { name: "masked", ...exact, transforms: [{ kind: "mask", keep: 0.5 }] };
  const { estimates, moments } = eventsOf({
    agents: [agentOf(exact, { iterations: 0 })],
    probe: { batchSizes: [1, 4], replicates: 3, estimators: [mask] },
  });
  for (const cell of estimates.filter(({ estimator }) => estimator === "agent")) {
    expect([...cell.envSteps, ...cell.squaredError, ...cell.squaredDeviation]).toEqual(Array(9).fill(0));
    for (const cosine of cell.cosine) expect(cosine).toBeCloseTo(1, 14);
  }
  const own = moments.filter(({ estimator }) => estimator === "agent");
  expect(own).toHaveLength(2);
  for (const each of own)
    expect(each).toMatchObject({ biasNorm: 0, totalVariance: 0, stepCovariance: 0, rounding: 0 });
  const masked = moments.find(({ estimator }) => estimator === "masked")!;
  expect(masked.totalVariance).toBeCloseTo(masked.meanNorm ** 2, 14); // (1 − p)/p ‖∇J‖²
});

test("is refused where no exact gradient is known, with the place", () => {
  const study = (agent: object, estimators: object[]) => ({
    environment: { kind: "cart-pole" },
    objective: { discount: 1, horizon: 5 },
    policy: { kind: "linear-softmax" },
    agents: [{ name: "a", estimator: agent, iterations: 1 }],
    probe: { batchSizes: [2], replicates: 2, estimators },
  });
  const message =
    "exact-gradient needs an exact gradient, which is not known of cart-pole with the policy linear-softmax";
  expect(() => setUp(runsOf(study(exact, []))[0])).toThrow(message);
  expect(() => setUp(runsOf(study({ kind: "reinforce" }, [{ name: "truth", ...exact }]))[0])).toThrow(
    message,
  );
});
