import { multiply } from "../../../linear-algebra/matrix.ts";
import { feedback } from "../bellman.ts";
import type { LinearQuadraticSolution } from "../solution.ts";
import { Exploration } from "./exploration.ts";
import { Monomials } from "./monomials.ts";
import { Scores } from "./scores.ts";
import { Substitution } from "./substitution.ts";

/** The highest degree that is met: E[‖X‖² | x], with X = ψ G, ψ of degree 1 in x and G of degree 2. */
export const DEGREE = 6;

/** Most monomials of (x, ε) up to that degree: 10 coordinates in all have 8,008. */
const MAX_MONOMIALS = 10_000;

/** Most multiplications of one recursion (seconds). */
const MAX_MULTIPLICATIONS = 2 ** 31;

/** What the recursions of all forms share at one θ; ζ = (x, ε). */
export interface QuadraticFrame {
  readonly solution: LinearQuadraticSolution;
  readonly states: Monomials;
  readonly both: Monomials;
  /** f(x') at x' = (A + BK) x + B diag(σ) ε, to which B b_t and the noise are added beside. */
  readonly ahead: Substitution;
  readonly exploration: Exploration;
  readonly scores: Scores;
}

/** @returns undefined where there are more monomials, or more work, than is sensible */
export const frameOf = (solution: LinearQuadraticSolution): QuadraticFrame | undefined => {
  const { dynamics, control, objective, shape, theta } = solution;
  const { states: D, size: K, model, step } = dynamics;
  const n = D + K;
  if (monomialsUpTo(n, DEGREE) > MAX_MONOMIALS) return undefined;
  const perStep = 6 * blocks(D, n, 6) + theta.length * (3 * blocks(D, n, 4) + blocks(D, n, 2));
  if (objective.horizon * perStep > MAX_MULTIPLICATIONS) return undefined;

  const closed = multiply(step, feedback(control.gain, D, K), D, n, D);
  const matrix = new Float64Array(D * n);
  for (let i = 0; i < D; i++) {
    matrix.set(closed.subarray(i * D, (i + 1) * D), i * n);
    for (let k = 0; k < K; k++) matrix[i * n + D + k] = model.B[i * K + k] * control.deviation[k];
  }
  const states = new Monomials(D, DEGREE);
  const both = new Monomials(n, DEGREE);
  const exploration = new Exploration(states, both);
  const scores = new Scores(states, exploration, shape, control.deviation, theta.length);
  return { solution, states, both, ahead: new Substitution(states, both, matrix), exploration, scores };
};

/** C(variables + degree, degree). */
const monomialsUpTo = (variables: number, degree: number): number => {
  let count = 1;
  for (let d = 1; d <= degree; d++) count *= (variables + d) / d;
  return Math.round(count);
};

/** Multiplications of a substitution up to a degree. */
const blocks = (D: number, n: number, degree: number): number => {
  let sum = 0;
  for (let d = 1; d <= degree; d++) sum += monomialsUpTo(D - 1, d) * monomialsUpTo(n - 1, d);
  return sum;
};
