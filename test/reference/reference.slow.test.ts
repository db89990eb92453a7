import { lastValueFrom, of } from "rxjs";
import { describe, expect, it } from "vitest";
import type { Environment } from "../../envs/contract/environment.ts";
import { norm } from "../../src/linear-algebra/norm.ts";
import { policies } from "../../src/policies/index.ts";
import type { Policy } from "../../src/policies/policy.ts";
import type { Objective } from "../../src/problem/objective.ts";
import { PARTS, type Reference } from "../../src/reference/average.ts";
import { drawReference, REFERENCE_BATCH } from "../../src/reference/draw.ts";
import { type ReferenceRequest, referenceHash } from "../../src/reference/problem.ts";
import { expectedTrajectories, nextStage } from "../../src/reference/stages.ts";
import { choice, make } from "../../src/registry.ts";
import { drawInStages } from "../../src/sweep/reference.ts";
import { normals, subtract } from "../numbers.ts";
import { anyEnvironment } from "../problems/environments.ts";
import { pointOf } from "../problems/problem-of.ts";

const lake = {
  environment: { kind: "frozen-lake" as const, map: "4x4" as const, slippery: true },
  policy: { kind: "softmax" as const },
  objective: { discount: 0.95, horizon: 40, stateWeight: "discounted" as const },
  theta: normals(64, "reference", "lake"),
};
const integrator = {
  environment: { kind: "linear-quadratic" as const, preset: "double-integrator" as const },
  policy: { kind: "linear-gaussian" as const, deviation: 0.3, bias: false },
  objective: { discount: 1, horizon: 10, stateWeight: "discounted" as const },
  theta: Float64Array.of(-0.3, -0.8),
};

const problemOf = (
  { environment, ...rest }: typeof lake | typeof integrator,
  change: Partial<ReferenceRequest> = {},
): ReferenceRequest => ({
  ...rest,
  environment: { ...environment } as ReferenceRequest["environment"],
  normalizer: new Float64Array(0),
  relativeError: 0.1,
  trajectories: 400_000,
  ...change,
});

const exactOf = ({ environment, policy, objective, theta }: ReferenceRequest): Float64Array => {
  const { kind, ...options } = environment as { kind: "frozen-lake" };
  const made = anyEnvironment(kind, options);
  const chosen = choice(policies).parse(policy);
  const createPolicy = () => make<[Environment, Objective], Policy>(policies, chosen, made, objective);
  const exact = new Float64Array(theta.length);
  pointOf({ environment: made, objective, createPolicy }, theta).point.exact!.gradient(exact);
  return exact;
};

/** @param order in which the tasks of a stage are done */
const drawn = async (problem: ReferenceRequest, concurrency = 1): Promise<Reference> => {
  const runner = { reference: (task: Parameters<typeof drawReference>[0]) => of(drawReference(task)) };
  const event = await lastValueFrom(drawInStages(problem, referenceHash(problem), runner, concurrency));
  if (event.type !== "reference") throw new Error("expected a reference");
  return event.reference;
};

describe.each([
  ["FrozenLake", lake],
  ["the double integrator", integrator],
])("a reference on %s, where the truth is exact", (_, where) => {
  it("reaches its error, and is as far from the truth as its standard error says", async () => {
    const problem = problemOf(where);
    const reference = await drawn(problem);
    const truth = exactOf(problem);
    expect(reference.standardError / norm(truth)).toBeLessThan(0.11);
    // ‖ḡ − G‖ has the root mean square SE; 3 SE has a probability below 1e-3 even with one direction of noise only
    expect(norm(subtract(reference.gradient, truth))).toBeLessThan(3 * reference.standardError);
    expect(norm(subtract(reference.gradient, truth))).toBeGreaterThan(0.05 * reference.standardError);
    expect(reference.splitHalfCosine).toBeGreaterThan(0.98);
  });

  it("would be found out if it were a half too long", async () => {
    const problem = problemOf(where);
    const reference = await drawn(problem);
    const wrong = reference.gradient.map((x) => 1.5 * x);
    expect(norm(subtract(wrong, exactOf(problem)))).toBeGreaterThan(3 * reference.standardError);
  });

  it("is the same whatever the order in which its parts are drawn, and the mean of its parts", async () => {
    const problem = problemOf(where, { relativeError: 0.3 });
    const [one, many] = [await drawn(problem), await drawn(problem, 7)];
    expect(many).toEqual(one);
    const P = one.gradient.length;
    const mean = one.gradient.map((_, j) => {
      let sum = 0;
      for (let part = 0; part < PARTS; part++) sum += one.parts[part * P + j] / PARTS;
      return sum;
    });
    expect(norm(subtract(mean, one.gradient))).toBeLessThan(1e-12 * norm(one.gradient));
  });
});

describe("the number of trajectories", () => {
  it("ends with the budget, and is told before", async () => {
    const problem = problemOf(lake, { relativeError: 1e-6, trajectories: 3 * PARTS * REFERENCE_BATCH });
    expect((await drawn(problem)).trajectories).toBe(3 * PARTS * REFERENCE_BATCH);
    const average = (relativeError: number, batches: number) =>
      ({ relativeError, batches }) as Parameters<typeof nextStage>[0];
    const goal = { relativeError: 0.1, trajectories: 1e9 };
    expect(nextStage(average(Number.POSITIVE_INFINITY, 0), goal)).toEqual({ tasks: PARTS, batches: 1 });
    expect(nextStage(average(0.15, PARTS), goal)).toEqual({ tasks: PARTS, batches: 2 });
    expect(nextStage(average(0.099, PARTS), goal)).toBeUndefined();
    expect(nextStage(average(Number.POSITIVE_INFINITY, 100 * PARTS), goal)).toEqual({
      tasks: 10 * PARTS,
      batches: 30,
    });
    expect(expectedTrajectories(average(0.2, PARTS), goal)).toBe(4 * PARTS * REFERENCE_BATCH);
    expect(expectedTrajectories(average(Number.POSITIVE_INFINITY, 0), goal)).toBe(1e9);
    expect(expectedTrajectories(average(Number.NaN, PARTS), goal)).toBe(1e9);
  });

  it("does not depend on the first θ of a study or its seed, but on all that the gradient depends on", () => {
    const hash = (change: Partial<ReferenceRequest>) => referenceHash(problemOf(lake, change));
    const policy = { kind: "softmax" as const, initial: "zeros" as const };
    expect(hash({ policy })).toBe(hash({}));
    const theta = lake.theta.slice();
    theta[3] += 1e-12;
    const others = [
      { theta },
      { objective: { ...lake.objective, discount: 0.9 } },
      { normalizer: Float64Array.of(0, 1) },
      { relativeError: 0.09 },
      { environment: { kind: "corridor" } as ReferenceRequest["environment"] },
    ];
    expect(new Set([hash({}), ...others.map(hash)]).size).toBe(others.length + 1);
  });
});
