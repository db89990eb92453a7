import type { Environment, FiniteEnvironment } from "../../envs/contract/environment.ts";
import type { Critic } from "../../src/critics/critic.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { DiscretePoint, Point } from "../../src/problem/point.ts";
import { stream } from "../../src/random.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { LinearQuadraticSolution } from "../../src/truth/linear-quadratic/solution.ts";
import type { Scene } from "../problems/problem-of.ts";

/** The same environment, as one whose model nobody knows. */
export const withoutModel = (environment: Environment): Environment => {
  const { model: _, ...rest } = environment as FiniteEnvironment;
  return rest;
};

/** The solution of a linear-quadratic scene. */
export const solutionOf = ({ point }: Pick<Scene, "point">): LinearQuadraticSolution => {
  if (point.exact instanceof LinearQuadraticSolution) return point.exact;
  throw new Error("not a linear-quadratic problem");
};

/** The table of a scene with discrete states. */
export const tableOf = ({ point }: Pick<Scene, "point">): DiscretePoint => point as Point as DiscretePoint;

/** A critic whose value at a step is a function of its time and its place in the batch. */
export const critic = (value: (batch: TrajectoryBatch, k: number, t: number) => number): Critic => ({
  evaluate(batch, _, values) {
    for (let i = 0; i < batch.trajectories; i++)
      for (let k = batch.offsets[i]; k < batch.offsets[i + 1]; k++)
        values[k] = value(batch, k, k - batch.offsets[i]);
  },
});

/** V of a linear-quadratic scene, plus something. */
export const quadraticCritic = (scene: Scene, more = (_x: number, _t: number) => 0): Critic => {
  const solution = solutionOf(scene);
  return critic(
    ({ observations }, k, t) =>
      solution.valueAt(t, observations, k * solution.dynamics.states) +
      more(observations[k * solution.dynamics.states], t),
  );
};

/** A table of states and times that is no particular function of them, and the same critic without its table. */
export const tableCritic = (S: number, value: (s: number, t: number) => number) => {
  const { evaluate } = critic(({ states }, k, t) => value(states[k], t));
  const table = (horizon: number) =>
    Float64Array.from({ length: (horizon + 1) * S }, (_, cell) => value(cell % S, Math.floor(cell / S)));
  const known = (horizon: number): Critic => ({ evaluate, table: (_: DiscretePoint) => table(horizon) });
  return { known, sampled: { evaluate } satisfies Critic };
};

/** The figure of a name. */
export const figure = (diagnostics: readonly Diagnostic[], name: string): Diagnostic => {
  const found = diagnostics.find((each) => each.name === name);
  if (found === undefined)
    throw new Error(`no ${name} among ${diagnostics.map((each) => each.name).join(", ")}`);
  return found;
};

/** How many standard errors a figure is off. */
export const offBy = (
  { value, standardError }: Pick<Diagnostic, "value" | "standardError">,
  truth: number,
): number => (value - truth) / standardError;

export const draws = (...key: string[]) => stream("test", "diagnostics", ...key);
