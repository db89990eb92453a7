import { describe, expect, it } from "vitest";
import type { Critic } from "../../src/critics/critic.ts";
import { enumeratedMoments, truthOf } from "../moments.ts";
import { largest, subtract } from "../numbers.ts";
import { estimatorOf, sampler } from "../problems/estimator-of.ts";
import { endingAnywhere, threeStates } from "../problems/index.ts";
import { pack } from "../problems/trajectories.ts";
import { anywhere, twoTrajectories } from "./two-trajectories.ts";
import { criticOf, doubleIntegrator, evaluated } from "./vectors.ts";

const problem = endingAnywhere();
const regulator = doubleIntegrator();
const features = { kind: "quadratic", time: "input" };

/** Every kind that learns, on a problem for it. */
const learners = {
  "monte-carlo": [{ kind: "monte-carlo" }, problem],
  td: [{ kind: "td" }, problem],
  "td-lambda": [{ kind: "td-lambda", lambda: 0.5 }, problem],
  lstd: [{ kind: "lstd" }, problem],
  sarsa: [{ kind: "sarsa" }, problem],
  "monte-carlo-q": [{ kind: "monte-carlo-q" }, problem],
  "lstd on features": [{ kind: "lstd", features }, regulator],
  "least squares": [{ kind: "linear", features }, regulator],
  "linear TD": [{ kind: "linear", features, method: "td" }, regulator],
  perceptron: [{ kind: "perceptron", widths: [4], target: "lambda-return", lambda: 0.5 }, regulator],
} as const;

describe('the horizon "end"', () => {
  it("makes TD learn that nothing comes after a truncation", () => {
    const critic = criticOf(
      { kind: "td", learningRate: 0.5, horizon: "end" },
      threeStates({ discount: 0.5, horizon: 9 }),
    );
    critic.memory!.update(twoTrajectories, anywhere);
    const seen = new Float64Array(twoTrajectories.steps);
    critic.evaluate(twoTrajectories, anywhere, seen, new Float64Array(2));
    expect([...seen]).toEqual([2.25, -0.4375, 2.25, -0.4375, 1]); // V(2) = ½·2, and not ½(2 + ½·2.25)
  });

  it.each(Object.keys(learners) as (keyof typeof learners)[])(
    "(%s) is what a batch teaches whose trajectories all end, and the value 0 after them",
    (name) => {
      const [options, context] = learners[name];
      const draw = "sampler" in context ? context.sampler("horizon") : sampler(context, "test", "horizon");
      const batch = draw(16);
      const ended = { ...batch, terminated: new Uint8Array(16).fill(1) };
      for (const fit of ["training", "earlier-batch"]) {
        const [end, plain, bootstrap] = ["end", undefined, "bootstrap"].map((horizon) =>
          criticOf({ ...options, fit, ...(horizon && { horizon }) }, context),
        );
        const teach = (critic: Critic, by: typeof batch) => {
          critic.memory?.update(by, context.point);
          return evaluated(critic, batch, context.point);
        };
        const [found, expected, otherwise] = [
          teach(end, batch),
          teach(plain, ended),
          teach(bootstrap, batch),
        ];
        expect(found.slice(0, batch.steps)).toEqual(expected.slice(0, batch.steps));
        expect(found.slice(batch.steps)).toEqual(new Array(16).fill(0));
        expect(otherwise.slice(batch.steps)).not.toContain(0);
        if (end.table === undefined) continue;
        const [table, whole] = [end.table(context.point), plain.table!(context.point)];
        const before = (table.length / (context.objective.horizon + 1)) * context.objective.horizon;
        expect(table.slice(0, before)).toEqual(whole.slice(0, before));
        expect(largest(table.slice(before))).toBe(0);
      }
    },
  );

  it("asks critics that are fitted to the same batch with the same change", () => {
    const [own, earlier] = ["same-batch", "earlier-batch"].map((fit) =>
      criticOf({ kind: "sarsa", fit, horizon: "end" }, problem),
    );
    const batch = sampler(problem, "test", "horizon")(16);
    earlier.memory!.update(batch, problem.point);
    expect(evaluated(own, batch, problem.point)).toEqual(evaluated(earlier, batch, problem.point));
    const [a, b] = [own, earlier].map((critic) => {
      const out = new Float64Array(batch.steps * problem.policy.actions);
      critic.actionValues!(batch, problem.point, out);
      return out;
    });
    expect(a).toEqual(b);
  });
});

describe("GAE(1) from a critic that learned elsewhere", () => {
  const biasOf = (horizon: string) => {
    const chain = threeStates();
    const critic = { kind: "td", learningRate: 0.1, fit: "training", horizon };
    const estimator = estimatorOf(chain, { kind: "actor-critic", lambda: 1, critic });
    return largest(subtract(enumeratedMoments(chain, estimator, 1).mean, truthOf(chain)));
  };

  it("is unbiased for the gradient of J_T where the horizon is the end, and biased where V goes on", () => {
    expect(biasOf("end")).toBeLessThan(1e-12);
    expect(biasOf("bootstrap")).toBeGreaterThan(0.01);
  });
});

it("a value after the horizon is what is asked for in a batch of any size", () => {
  const critic = criticOf({ kind: "td", horizon: "end" }, threeStates());
  const path = { states: [0], actions: [0], rewards: [1], last: 1, terminated: false };
  for (const n of [1, 5, 2])
    expect(evaluated(critic, pack(new Array(n).fill(path))).slice(n)).toEqual(new Array(n).fill(0));
});
