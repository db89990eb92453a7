import { ExactSolution } from "./truth/solution.ts";
import type { Environment, FrozenPolicy, Objective, Policy } from "./types.ts";

/** θ and its tables; `freeze` brings the tables up to date after θ was changed in place. */
export class Frozen implements FrozenPolicy {
  readonly policy: Policy;
  readonly theta: Float64Array;
  readonly probabilities: Float64Array;
  readonly cumulative: Float64Array;
  readonly solution: ExactSolution | undefined;

  /** @param theta [P], kept and not copied */
  constructor(policy: Policy, theta: Float64Array, environment: Environment, objective: Objective) {
    this.policy = policy;
    this.theta = theta;
    this.probabilities = new Float64Array(policy.states * policy.actions);
    this.cumulative = new Float64Array(policy.states * policy.actions);
    this.solution = environment.model && new ExactSolution(environment.model, objective, this.probabilities);
    this.freeze();
  }

  freeze(): void {
    const { probabilities, cumulative } = this;
    const { states, actions } = this.policy;
    this.policy.probabilities(this.theta, probabilities);
    for (let s = 0, row = 0; s < states; s++) {
      let sum = 0;
      let last = row;
      for (let a = 0; a < actions; a++, row++) {
        cumulative[row] = sum += probabilities[row];
        if (probabilities[row] > 0) last = row;
      }
      cumulative.fill(1, last, row); // so that rounding cannot leave a uniform without an action
    }
    this.solution?.restart();
  }
}
