import type { FiniteEnvironment } from "../../envs/contract/environment.ts";
import type { TabularPolicy } from "../policies/policy.ts";
import { tableScores } from "../policies/table-scores.ts";
import { exactGradient } from "../truth/gradient.ts";
import { tableRounding } from "../truth/rounding.ts";
import { ExactSolution } from "../truth/solution.ts";
import type { ExactGradient } from "./exact.ts";
import type { Objective } from "./objective.ts";
import type { DiscretePoint } from "./point.ts";

/** θ and its tables; `freeze` brings the tables up to date after θ was changed in place. */
export class TableAtTheta implements DiscretePoint {
  readonly policy: TabularPolicy;
  readonly theta: Float64Array;
  readonly probabilities: Float64Array;
  readonly behavior: Float64Array;
  readonly cumulative: Float64Array;
  readonly solution: ExactSolution | undefined;
  readonly exact: ExactGradient | undefined;
  readonly weightedScores: DiscretePoint["weightedScores"];

  readonly #uniformPart: number;

  /**
   * @param theta [P], kept and not copied
   * @param uniformPart ε of the behavior μ = (1 − ε) π + ε / A
   */
  constructor(
    policy: TabularPolicy,
    theta: Float64Array,
    environment: FiniteEnvironment,
    objective: Objective,
    uniformPart = 0,
  ) {
    this.policy = policy;
    this.theta = theta;
    this.probabilities = new Float64Array(policy.states * policy.actions);
    this.behavior = uniformPart === 0 ? this.probabilities : new Float64Array(this.probabilities.length);
    this.cumulative = new Float64Array(this.probabilities.length);
    this.weightedScores = tableScores(policy, this.probabilities);
    this.#uniformPart = uniformPart;
    const { model } = environment;
    const solution = model && new ExactSolution(model, objective, this.probabilities);
    this.solution = solution;
    this.exact = solution && {
      get value() {
        return solution.value;
      },
      gradient: (out) => exactGradient(this, objective, out),
      rounding: () => tableRounding(this, objective),
    };
    this.freeze();
  }

  freeze(): void {
    const { probabilities, behavior, cumulative } = this;
    const { states, actions } = this.policy;
    this.policy.probabilities(this.theta, probabilities);
    if (behavior !== probabilities)
      for (let row = 0; row < behavior.length; row++)
        behavior[row] = (1 - this.#uniformPart) * probabilities[row] + this.#uniformPart / actions;
    for (let s = 0, row = 0; s < states; s++) {
      let sum = 0;
      let last = row;
      for (let a = 0; a < actions; a++, row++) {
        cumulative[row] = sum += behavior[row];
        if (behavior[row] > 0) last = row;
      }
      cumulative.fill(1, last, row); // so that rounding cannot leave a uniform without an action
    }
    this.solution?.restart();
  }
}
