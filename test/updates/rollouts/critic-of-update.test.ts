import { describe, expect, it } from "vitest";
import { valueErrors } from "../../../src/diagnostics/values/value-errors.ts";
import { stream } from "../../../src/random.ts";
import { type Setup, setUp } from "../../../src/setup/set-up.ts";
import type { TrajectoryBatch } from "../../../src/trajectories/batch.ts";
import { runsOf } from "../../problems/runs-of.ts";

const study = (update: object, critic: unknown = "agent") =>
  setUp(
    runsOf({
      environment: { kind: "pendulum" },
      objective: { discount: 0.9, horizon: 20, stateWeight: "none" },
      policy: { kind: "perceptron", widths: [4] },
      agents: [
        { name: "a", update: { kind: "ppo", minibatches: 2, ...update }, batchSteps: 50, iterations: 3 },
      ],
      probe: {
        ...{ batchSizes: [4], replicates: 2 },
        estimators: [{ name: "same", kind: "actor-critic", lambda: 0.95, critic, average: "steps" }],
      },
    })[0],
  );

/** The estimates of the agent and of the other one. */
const estimatesOf = ({ estimators, point }: Setup, batch: TrajectoryBatch): readonly Float64Array[] =>
  estimators.map(({ estimator }) => {
    const out = new Float64Array(point.theta.length);
    estimator.estimate(batch, point, out, stream("x"));
    return out;
  });

const apart = (a: Float64Array, b: Float64Array, scale = 1) =>
  Math.max(...a.map((x, j) => Math.abs(x - scale * b[j]))) / Math.max(...a.map(Math.abs));

/** After one update: with a second batch, and with whole trajectories. */
const afterOne = (update: object) => {
  const setup = study(update);
  const lanes = setup.update.lanes!(stream("actions"), stream("environment"));
  setup.update.step(lanes.draw(50), setup.point, stream("step"));
  const whole = setup.point.sampler(stream("more actions"), stream("more"));
  return { setup, lanes: lanes.draw(50), whole: whole(4) };
};

describe("the critic of an update", () => {
  it.each([
    ["a time limit that is an end", { timeLimit: "end" }],
    ["a bootstrap at the time limit", { timeLimit: "bootstrap" }],
    ["a bootstrap from the last state of a batch", { cutBootstrap: "last" }],
  ])("makes of GAE what the agent follows, with %s", (_, update) => {
    const { setup, lanes, whole } = afterOne(update);
    for (const batch of [lanes, whole]) {
      const [own, same] = estimatesOf(setup, batch);
      expect(apart(own, same)).toBeLessThan(1e-12);
    }
  });

  it("is in units of the environment's rewards where the update scales them", () => {
    const { setup, whole } = afterOne({ rewards: {}, observations: { clip: 10 } });
    const [own, same] = estimatesOf(setup, whole);
    const scale = Math.hypot(...own) / Math.hypot(...same);
    expect(scale).not.toBeCloseTo(1, 1);
    expect(apart(own, same, scale)).toBeLessThan(1e-6); // weights of scores are rounded to float32
  });

  it("is told apart from one with another end", () => {
    const [end, bootstrap] = ["end", "bootstrap"].map((timeLimit) => afterOne({ timeLimit }));
    const [, same] = estimatesOf(end.setup, end.whole);
    const [, other] = estimatesOf(bootstrap.setup, end.whole);
    expect(apart(same, other)).toBeGreaterThan(1e-3);
  });

  it("has errors like any other", () => {
    const { point, critics } = study({});
    const cost = { trajectories: 20, times: 4, branches: 2 };
    const [error, bias] = valueErrors(point, critics, ["test"], cost);
    expect(error).toMatchObject({ subject: "agent", name: "value_error" });
    expect(bias.value).toBeGreaterThan(1); // rewards are negative, and V is about 0 at first
  });

  it("is absent where rewards are shifted, and says so", () => {
    expect(() => study({ rewards: { of: "rewards" } })).toThrow('agent "a" has no critic');
  });

  it("leaves no other critic to learn along training, of which nothing would come", () => {
    const message =
      'the update of agent "a" teaches no critic but its own, and "perceptron" would stay as it began: ' +
      'take fit "earlier-batch", or the critic "agent"';
    expect(() => study({}, { kind: "perceptron" })).toThrow(message);
    expect(() => study({}, { kind: "perceptron", fit: "earlier-batch" })).not.toThrow();
  });
});
