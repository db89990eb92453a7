/** The small problems of the tests, by name. */
import { cartPole } from "../../envs/cart-pole.ts";
import { pendulum } from "../../envs/pendulum.ts";
import type { Objective } from "../../src/problem/objective.ts";
import { logit } from "../numbers.ts";
import { environmentOf, finiteMdpOf, linearQuadraticOf, noisyPlane } from "./environments.ts";
import { type Problem, problemOf, type Scene, sceneOf } from "./problem-of.ts";
import { chain, ratioEstimator, whichGradient } from "./specifications.ts";

type Change = Partial<Objective>;

/** The three-state chain whose gradient and variances are known to many digits. */
export const threeStates = (change: Change = {}): Problem =>
  problemOf(finiteMdpOf(chain), [0, 0.5, 0.3, -0.2, 0, 0], { discount: 0.9, horizon: 3, ...change });

/** Two states; a trajectory may end at any step or be truncated at the fourth. */
export const endingAnywhere = (change: Change = {}): Problem =>
  problemOf(finiteMdpOf(ratioEstimator), [0, 0.4, -0.3, 1], {
    discount: 0.8,
    horizon: 4,
    ...change,
  });

/** Arms that pay fixed rewards, drawn alike. */
export const payingArms = (rewards: readonly number[]): Problem => {
  const actions = rewards.map((_, a) => `arm ${a}`);
  const transitions = rewards.map((reward, a) => ({ from: "start", action: actions[a], reward, end: true }));
  const environment = environmentOf("finite-mdp", {
    states: ["start"],
    actions,
    start: "start",
    transitions,
  });
  return problemOf(environment, new Float64Array(rewards.length), { discount: 1, horizon: 1 });
};

/** Three gradients that disagree: of J_γ, of J_1, and the one without γᵗ. */
export const threeGradients = (theta: ArrayLike<number>, objective: Change): Problem =>
  problemOf(finiteMdpOf(whichGradient), theta, {
    discount: 0.5,
    horizon: 10,
    ...objective,
  });

/** The best action of each cell of FrozenLake 4x4, slippery. */
const bestOnIce = [0, 3, 3, 3, 0, 0, 0, 0, 3, 1, 0, 0, 0, 2, 1, 0];

/** FrozenLake 4x4 with all 64 numbers of θ given, for a policy that often reaches the goal. */
export const frozenLake = (change: Change = {}): Problem => {
  const uneven = (j: number) => (((j * 37) % 23) - 11) / 20; // −0.55 … 0.55, in no order
  const theta = bestOnIce.flatMap((best, s) =>
    [0, 1, 2, 3].map((a) => uneven(4 * s + a) + (a === best ? 2 : 0)),
  );
  return problemOf(environmentOf("frozen-lake"), theta, { discount: 0.99, horizon: 100, ...change });
};

/** FrozenLake for twenty steps, every θ one of five numbers. */
export const shortLake = (change: Change = {}): Problem => {
  const theta = Float64Array.from({ length: 64 }, (_, j) => ((j * 7) % 5) / 4);
  return problemOf(environmentOf("frozen-lake"), theta, { horizon: 20, discount: 0.9, ...change });
};

/** f(b) = Σ (b_i − target_i)², with the probabilities of the bits given: one for each, or one for all. */
export const quadratic = (targets: readonly number[], probabilities: readonly number[]): Problem =>
  problemOf(
    environmentOf("bernoulli-quadratic", { targets }),
    probabilities.map(logit),
    { discount: 1, horizon: 1 },
    "bernoulli-product",
    { logits: probabilities.length < targets.length ? "shared" : "own" },
  );

/** Three bits that share one logit, η = 0. */
export const threeBits = (): Problem => quadratic([0.6, 0.51, 0.48], [0.5]);

/** Prompts and what answers of two tokens are worth, under a random policy. */
export const language = (prompts: object[], change: object = {}) =>
  problemOf(
    environmentOf("sequence", { vocabulary: ["a", "b", "end"], maxLength: 2, prompts, ...change }),
    "random",
    { discount: 1, horizon: 2 },
  );

/** Right answers of different length, to an easy prompt met twice as often and to a hard one. */
export const binary = language([{ weight: 2, rewards: { a: 1, "a b": 1, "b b": 1 } }, { targets: ["b a"] }]);
/** The same with rewards between, one of them for saying nothing. */
export const graded = language([
  { weight: 2, rewards: { "": 0.3, a: 1, "a b": -0.5 }, perToken: 0.2 },
  { targets: ["b a"], credit: "prefix", default: -1 },
]);

/** Its gain, bias and log σ. */
const planeTheta = [-0.3, 0.1, 0.2, -0.4, 0.1, -0.2, -0.7, -0.4];

export const plane = (objective: Change = {}): Scene =>
  sceneOf(noisyPlane, { kind: "linear-gaussian", deviation: "learned", bias: true }, planeTheta, {
    horizon: 4,
    discount: 0.9,
    ...objective,
  });

/** The same problem with an open loop of three steps and a fixed deviation. */
export const openLoop = (objective: Change = {}): Scene =>
  sceneOf(noisyPlane, { kind: "time-gaussian", deviation: 0.5 }, [0.2, -0.1, -0.4, 0.3, 0.1, 0.2], {
    horizon: 3,
    discount: 0.8,
    ...objective,
  });

export const doubleIntegrator = (deviation = 0.1, theta: readonly number[] = [-0.2, -0.5]): Scene =>
  sceneOf(linearQuadraticOf({ preset: "double-integrator" }), { kind: "linear-gaussian", deviation }, theta, {
    horizon: 10,
  });

/** The cart and its pole under a perceptron of four units. */
export const cart = (horizon = 30): Scene => {
  const environment = cartPole.create(cartPole.options.parse({}));
  const theta = Float64Array.from({ length: 30 }, (_, j) => Math.sin(3 * j + 1));
  return sceneOf(environment, { kind: "perceptron", widths: [4] }, theta, { horizon, discount: 0.95 });
};

/** The pendulum under a perceptron of two units, with a log σ. */
export const swing = (horizon = 10): Scene => {
  const environment = pendulum.create(pendulum.options.parse({}));
  const theta = Float64Array.from({ length: 12 }, (_, j) => 0.5 * Math.sin(3 * j + 1));
  return sceneOf(environment, { kind: "perceptron", widths: [2] }, theta, { horizon, discount: 0.9 });
};
