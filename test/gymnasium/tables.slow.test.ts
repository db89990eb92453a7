import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { FiniteEnvironment } from "../../envs/contract/environment.ts";
import { requireDiscrete } from "../../envs/contract/environment.ts";
import { environments } from "../../envs/index.ts";
import { policies } from "../../src/policies/index.ts";
import type { Policy } from "../../src/policies/policy.ts";
import { stream } from "../../src/random.ts";
import { make } from "../../src/registry.ts";
import { openReader } from "../../src/store/open.ts";
import { writeStudy } from "../cli/study.ts";
import { trueslope } from "../cli/trueslope.ts";
import { pointOf } from "../problems/problem-of.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { discreteGym, disposeAll, present, python } from "./python.ts";

/** Whether our model knows a transition, with this very reward. */
const knows = (
  { model }: FiniteEnvironment,
  state: number,
  action: number,
  next: number,
  reward: number,
  terminated: boolean,
): boolean => {
  if (model === undefined) throw new Error("there is no model");
  const row = state * model.actions + action;
  for (let k = model.start[row]; k < model.start[row + 1]; k++)
    if (
      model.next[k] === next &&
      model.reward[k] === reward &&
      (model.terminated[k] === 1) === terminated &&
      model.probability[k] > 0
    )
      return true;
  return false;
};

/** The first of some thousand steps there that our model does not know. */
const firstUnknown = (theirs: FiniteEnvironment, ours: FiniteEnvironment): string | undefined => {
  expect([theirs.states, theirs.actions]).toEqual([ours.states, ours.actions]);
  const [random, choices] = [stream("table", "environment"), stream("table", "actions")];
  const outcome = { reward: 0, terminated: true };
  let state = 0;
  for (let k = 0; k < 4000; k++) {
    if (outcome.terminated || k % 200 === 0) state = theirs.reset(random);
    const action = Math.floor(choices.next() * theirs.actions);
    const next = theirs.step(state, action, random, outcome);
    if (!knows(ours, state, action, next, outcome.reward, outcome.terminated))
      return `state ${state}, action ${action}: ${next}, ${outcome.reward}, ${outcome.terminated}`;
    state = next;
  }
  return undefined;
};

const ours = (kind: "frozen-lake" | "cliff-walking" | "taxi", options: object = {}) =>
  requireDiscrete(make(environments, { ...environments[kind].options.parse(options), kind }), "the test");

describe.skipIf(!present)("our model knows all transitions, to the last bit, of", () => {
  afterEach(disposeAll);

  it("FrozenLake", () => {
    expect(firstUnknown(discreteGym("FrozenLake-v1"), ours("frozen-lake"))).toBe(undefined);
    expect(firstUnknown(discreteGym("FrozenLake-v1"), ours("frozen-lake", { slippery: false }))).toMatch(
      /^state/,
    );
  });

  it("CliffWalking", () => {
    expect(firstUnknown(discreteGym("CliffWalking-v1"), ours("cliff-walking"))).toBe(undefined);
  });

  it("Taxi", () => {
    expect(firstUnknown(discreteGym("Taxi-v4"), ours("taxi"))).toBe(undefined);
  });
});

describe.skipIf(!present)("a group of trajectories of a table", () => {
  afterEach(disposeAll);

  it("begins in one state, and each of them slips on its own", () => {
    const environment = discreteGym("Taxi-v4", { is_rainy: true });
    const objective = { discount: 1, horizon: 20, stateWeight: "discounted" } as const;
    const createPolicy = () =>
      make<[typeof environment, typeof objective], Policy>(
        policies,
        { kind: "softmax" },
        environment,
        objective,
      );
    const theta = new Float64Array(environment.states * environment.actions);
    for (let s = 0; s < environment.states; s++) theta[s * environment.actions + (s % 4)] = 50; // one action for each state
    const { point } = pointOf({ environment, objective, createPolicy, groupSize: 4 }, theta);
    const { states, offsets } = point.sampler(stream("a"), stream("e"))(64);
    const ways = Array.from({ length: 64 }, (_, i) => states.slice(offsets[i], offsets[i + 1]).join());
    const first = (i: number) => states[offsets[i]];
    expect(ways.every((_, i) => first(i) === first(i - (i % 4)))).toBe(true);
    expect(new Set(ways.map((_, i) => first(i))).size).toBeGreaterThan(4);
    expect(ways.some((way, i) => way !== ways[i - (i % 4)])).toBe(true); // the same actions, other states
  });
});

const atZero = (environment: string, probe: string): Record<string, unknown> => {
  const db = join(temporaryFolder(), "lake.db");
  const text = `name: lake
environment: ${environment}
objective: { discount: 0.9, horizon: 20 }
policy: { kind: softmax }
agents: [{ name: a, estimator: { kind: reinforce }, iterations: 0 }]
probe: { batchSizes: [2], replicates: 2${probe} }
seeds: 0
`;
  const { code, stderr } = trueslope("run", writeStudy(temporaryFolder(), text), "--db", db, "--quiet");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const reader = openReader(db);
  try {
    return reader.prepare("SELECT gradient, standard_error FROM truth").get() as Record<string, unknown>;
  } finally {
    reader.close();
  }
};

const numbersOf = (blob: unknown): Float64Array => new Float64Array(new Uint8Array(blob as Buffer).buffer);

/** Squared distance of a sampled gradient from the exact one, in squared standard errors: 1 on average. */
const distance = (options: string, exact: Float64Array): number => {
  const { gradient, standard_error: error } = atZero(
    `{ gymnasium: FrozenLake-v1, options: ${options}, python: ${python} }`,
    ", reference: { trajectories: 8192 }",
  );
  const squared = numbersOf(gradient).reduce((sum, x, j) => sum + (x - exact[j]) ** 2, 0);
  return squared / (error as number) ** 2;
};

describe.skipIf(!present)("a reference of Gymnasium's FrozenLake", () => {
  it("agrees with the exact gradient of ours within its error, and that of another lake does not", () => {
    const exact = numbersOf(atZero("{ kind: frozen-lake }", "").gradient);
    // the variance of a sum of squares with mean 1 is at most 2: z = 4
    expect(distance("{ is_slippery: true }", exact)).toBeLessThan(1 + 4 * Math.SQRT2);
    expect(distance("{ is_slippery: false }", exact)).toBeGreaterThan(1 + 4 * Math.SQRT2);
  });
});
