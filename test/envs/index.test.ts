import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { EnvironmentKind, FiniteEnvironment } from "../../envs/contract/environment.ts";
import { isDiscrete } from "../../envs/contract/environment.ts";
import { environments } from "../../envs/index.ts";
import type { Random } from "../../src/random.ts";
import { stream } from "../../src/random.ts";
import { environmentSamples as samples } from "../problems/environments.ts";
import { modelDistribution, outcomeDistribution } from "./golden.ts";

const DRAWS = 1500;
/** Of |z|; about 3000 cells are looked at, so a right simulator exceeds it with probability 3000 · 5.7e-7. */
const LIMIT = 5;

/** |z| of a count against a binomial(DRAWS, p) one; ∞ for what cannot happen or must happen every time. */
const deviation = (count: number, draws: number, p: number): number => {
  const difference = Math.abs(count - draws * p);
  return difference < 1e-6 ? 0 : difference / Math.sqrt(Math.max(0, draws * p * (1 - p)));
};

/** Largest |z| between counts and probabilities, over the keys of both. */
const largestDeviation = (counts: Map<string, number>, probabilities: Map<string, number>): number => {
  const draws = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const keys = new Set([...counts.keys(), ...probabilities.keys()]);
  return Math.max(
    ...[...keys].map((key) => deviation(counts.get(key) ?? 0, draws, probabilities.get(key) ?? 0)),
  );
};

type Simulator = Pick<FiniteEnvironment, "reset" | "step">;

const resetDeviation = ({ model }: FiniteEnvironment, simulator: Simulator, random: Random): number => {
  const initial = outcomeDistribution(Array.from(model!.initial, (p, s) => [p, s, 0, false] as const));
  const found = Array.from({ length: DRAWS }, () => [1, simulator.reset(random), 0, false] as const);
  for (const [state, p] of initial) if (p === 0) initial.delete(state);
  return largestDeviation(outcomeDistribution(found), initial);
};

const stepDeviation = (
  { model, states, actions }: FiniteEnvironment,
  simulator: Simulator,
  random: Random,
): number => {
  const outcome = { reward: Number.NaN, terminated: false };
  let largest = 0;
  for (let s = 0; s < states; s++) {
    for (let a = 0; a < actions; a++) {
      const expected = modelDistribution(model!, s, a);
      const found = Array.from({ length: expected.size === 1 ? 3 : DRAWS }, () => {
        const next = simulator.step(s, a, random, outcome);
        return [1, next, outcome.reward, outcome.terminated] as const;
      });
      largest = Math.max(largest, largestDeviation(outcomeDistribution(found), expected));
    }
  }
  return largest;
};

const finite = Object.entries<EnvironmentKind>(environments)
  .map(
    ([kind, entry]) =>
      [kind, entry.create(entry.options.parse(samples[kind as keyof typeof samples]))] as const,
  )
  .filter((each): each is [string, FiniteEnvironment] => isDiscrete(each[1]));

describe.each(finite)("%s", (kind, environment) => {
  const { model } = environment;
  const random = stream("test", "contract", kind);
  const skewed: Random = { next: () => random.next() ** 1.5 };
  const distinct = Array.from({ length: environment.states * environment.actions }, (_, row) =>
    modelDistribution(model!, Math.floor(row / environment.actions), row % environment.actions),
  );

  it("bears the name of its entry and the sizes of its model", () => {
    expect(environment.kind).toBe(kind);
    expect([environment.states, environment.actions]).toEqual([model!.states, model!.actions]);
    expect(model!.start.at(-1)).toBe(model!.probability.length);
    if (environment.features) expect(environment.features.length % environment.states).toBe(0);
  });

  it("has distributions that sum to 1 and no impossible outcome", () => {
    for (const row of [[...model!.initial], ...distinct.map((outcomes) => [...outcomes.values()])]) {
      expect(Math.abs(row.reduce((sum, p) => sum + p, 0) - 1)).toBeLessThan(1e-9);
    }
    expect(Math.min(...model!.probability)).toBeGreaterThan(0);
  });

  it("resets and steps as often as its model says", () => {
    expect(resetDeviation(environment, environment, random)).toBeLessThan(LIMIT);
    expect(stepDeviation(environment, environment, random)).toBeLessThan(LIMIT);
  });

  it("would be found out if it took the wrong action", () => {
    const wrong: Simulator = {
      ...environment,
      step: (s, a, draws, outcome) => environment.step(s, (a + 1) % environment.actions, draws, outcome),
    };
    expect(stepDeviation(environment, wrong, random)).toBeGreaterThan(LIMIT);
  });

  it.runIf(distinct.some((outcomes) => outcomes.size > 1))(
    "would be found out if its steps were skewed",
    () => {
      expect(stepDeviation(environment, environment, skewed)).toBeGreaterThan(LIMIT);
    },
  );

  it.runIf(!model!.initial.includes(1))("would be found out if its first states were skewed", () => {
    expect(resetDeviation(environment, environment, skewed)).toBeGreaterThan(LIMIT);
  });
});

describe.each(Object.entries<EnvironmentKind>(environments))("the options of %s", (kind, entry) => {
  const options = samples[kind as keyof typeof environments];

  it("describes every option and refuses one that it does not know", () => {
    for (const [option, schema] of Object.entries<z.ZodType>(entry.options.shape)) {
      expect(schema.description, option).toMatch(/^[A-Z].*\.$/s);
    }
    const { error } = entry.options.safeParse({ ...options, speed: 1 });
    expect(error?.issues[0].message).toContain("speed");
    expect(() => z.toJSONSchema(entry.options)).not.toThrow();
  });

  it("can be named in a study beside its options", () => {
    const line = entry.options.extend({ kind: z.literal(kind) });
    expect(line.safeParse({ kind, ...options }).success).toBe(true);
  });
});
