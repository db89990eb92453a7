import type { FiniteModel } from "../../../envs/contract/models.ts";
import type { Successors } from "./successors.ts";

/**
 * One state at one time t of the backward recursion of Y_t = y_t + κ Y_{t+1}: everything about Y that the
 * recursions of vectors need. Reused; written by `enter`.
 */
export class Step {
  /** Weight c_t of the score. */
  coefficient = 1;
  /** κ. */
  decay = 0;
  /** y_t of each outcome; 0 · Y' follows where it ends the trajectory. # [outcomes] */
  readonly rewards: Float64Array;
  /** What is subtracted from Y_t in this state. */
  baseline = 0;
  state = 0;
  /** E[Y_t | s, a] and Var(Y_t | s, a) of this state. # [A] */
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** P(s'|s), and E[y_t; s'|s]. # [successors] */
  readonly transitions: Float64Array;
  readonly expectedRewards: Float64Array;

  readonly model: FiniteModel;
  readonly successors: Successors;
  readonly probabilities: Float64Array;
  /** E[Y | s] and Var(Y | s) of this step and of the one after it. # [S] */
  #means: Float64Array;
  #variances: Float64Array;
  #laterMeans: Float64Array;
  #laterVariances: Float64Array;

  constructor(model: FiniteModel, successors: Successors, probabilities: Float64Array) {
    this.model = model;
    this.successors = successors;
    this.probabilities = probabilities;
    const { states: S, actions: A } = model;
    this.rewards = new Float64Array(model.next.length);
    this.mean = new Float64Array(A);
    this.variance = new Float64Array(A);
    this.transitions = new Float64Array(successors.next.length);
    this.expectedRewards = new Float64Array(successors.next.length);
    this.#means = new Float64Array(S);
    this.#variances = new Float64Array(S);
    this.#laterMeans = new Float64Array(S);
    this.#laterVariances = new Float64Array(S);
  }

  back(): void {
    [this.#means, this.#laterMeans] = [this.#laterMeans, this.#means];
    [this.#variances, this.#laterVariances] = [this.#laterVariances, this.#variances];
  }

  /**
   * E[Y|s,a] = Σ_o p (y + κ m'),  Var(Y|s,a) = Σ_o p (κ² v' + (y + κ m' − E[Y|s,a])²), and both given s alone by
   * the laws of total mean and variance: sums of squares of what is already centered.
   */
  enter(s: number, baseline: number): void {
    const { model, successors, probabilities, mean, variance, rewards, transitions, expectedRewards, decay } =
      this;
    const { actions: A, start, probability, next } = model;
    const [laterMeans, laterVariances] = [this.#laterMeans, this.#laterVariances];
    this.state = s;
    this.baseline = baseline;
    transitions.fill(0, successors.first[s], successors.first[s + 1]);
    expectedRewards.fill(0, successors.first[s], successors.first[s + 1]);
    let m = 0;
    for (let a = 0; a < A; a++) {
      const row = s * A + a;
      let q = 0;
      for (let o = start[row]; o < start[row + 1]; o++) {
        const successor = successors.of[o];
        q += probability[o] * (rewards[o] + (successor < 0 ? 0 : decay * laterMeans[next[o]]));
        if (successor < 0) continue;
        transitions[successor] += probabilities[row] * probability[o];
        expectedRewards[successor] += probabilities[row] * probability[o] * rewards[o];
      }
      let v = 0;
      for (let o = start[row]; o < start[row + 1]; o++) {
        const goesOn = successors.of[o] >= 0;
        const error = rewards[o] + (goesOn ? decay * laterMeans[next[o]] : 0) - q;
        v += probability[o] * (error * error + (goesOn ? decay * decay * laterVariances[next[o]] : 0));
      }
      mean[a] = q;
      variance[a] = v;
      m += probabilities[row] * q;
    }
    let v = 0;
    for (let a = 0; a < A; a++) v += probabilities[s * A + a] * (variance[a] + (mean[a] - m) ** 2);
    this.#means[s] = m;
    this.#variances[s] = v;
  }

  meanOf(s: number): number {
    return this.#means[s];
  }

  varianceOf(s: number): number {
    return this.#variances[s];
  }
}
