import { parse } from "yaml";
import type { Environment, FiniteEnvironment } from "../envs/contract/environment.ts";
import { isDiscrete } from "../envs/contract/environment.ts";
import { environments } from "../envs/index.ts";
import { plan, type RunConfig } from "../src/config/plan.ts";
import { studySchema } from "../src/config/schema.ts";
import type { CriticOptions } from "../src/critics/choice.ts";
import type { Critic } from "../src/critics/critic.ts";
import { type CriticContext, critics } from "../src/critics/index.ts";
import type { Estimator } from "../src/estimators/estimator.ts";
import { estimators } from "../src/estimators/index.ts";
import type { EstimatorContext } from "../src/estimators/kind.ts";
import { policies } from "../src/policies/index.ts";
import type { TabularPolicy } from "../src/policies/policy.ts";
import type { Objective } from "../src/problem/objective.ts";
import type { Problem as AnyProblem, DiscretePoint, Point } from "../src/problem/point.ts";
import { createProblem, type ProblemParts } from "../src/problem/problem.ts";
import { normal, stream } from "../src/random.ts";
import { choice, make } from "../src/registry.ts";
import type { Sampler, TrajectoryBatch } from "../src/trajectories/batch.ts";
import type { EstimatorForm } from "../src/truth/discrete/estimator-form.ts";
import { truths } from "../src/truth/index.ts";
import { chain, ratioEstimator, tinyLanguage, whichGradient } from "./envs/problems.ts";

/** Options to try every kind of environment with; a kind without a line is a compile error. */
export const environmentSamples: Record<keyof typeof environments, object> = {
  "finite-mdp": parse(chain),
  "bernoulli-bandit": { arms: [0.2, 0.5, 0.9] },
  "contextual-bernoulli": {
    contexts: [
      { features: [1, 0.5], reward: [0.1, 0.6], weight: 2 },
      { features: [-2, 1], reward: [0.7, 0.3] },
      { features: [0.3, -1], reward: [0.4, 0.9] },
    ],
  },
  "bernoulli-quadratic": { targets: [0.6, 0.51, 0.48] },
  corridor: { length: 5, start: 1, slip: 0.2, stepReward: -0.1 },
  "frozen-lake": {},
  "cliff-walking": { slippery: true },
  taxi: {},
  garnet: { states: 8, actions: 3, branching: 3, seed: 4 },
  sequence: tinyLanguage,
  "linear-quadratic": { preset: "double-integrator" },
  "one-step": { function: "square", k: 0 },
  "cart-pole": {},
  acrobot: {},
  "mountain-car": {},
  "mountain-car-continuous": {},
  pendulum: {},
};

export const environmentOf = (
  kind: keyof typeof environments,
  options = environmentSamples[kind],
): FiniteEnvironment =>
  make<[], FiniteEnvironment>(environments, choice(environments).parse({ kind, ...options }));

/** An environment of any kind, with vectors for states too. */
export const anyEnvironment = (
  kind: keyof typeof environments,
  options: object = environmentSamples[kind],
): Environment => make<[], Environment>(environments, choice(environments).parse({ kind, ...options }));

/** The kinds of environments with numbered states. */
export const finiteKinds = (Object.keys(environments) as (keyof typeof environments)[]).filter((kind) =>
  isDiscrete(environmentOf(kind)),
);

/** Draws for estimators that need some of their own. */
export const draws = stream("test", "estimator");

/** A problem, the parts that it is made of, and a point of it. */
export interface AtPoint extends AnyProblem {
  readonly parts: ProblemParts;
  readonly point: Point;
}

/** The same where states are discrete. */
export interface Problem extends AtPoint {
  readonly environment: FiniteEnvironment;
  readonly policy: TabularPolicy;
  readonly point: DiscretePoint;
}

/** A problem with a point of it at θ. */
export const pointOf = (parts: ProblemParts, theta: ArrayLike<number>): AtPoint => {
  const problem = createProblem(parts, truths);
  return { ...problem, parts, point: problem.at(Float64Array.from(theta)) };
};

/** The same problem at the same θ, with some of its parts changed. */
export const changed = <P extends AtPoint>(problem: P, change: Partial<ProblemParts>): P => ({
  ...problem,
  ...pointOf({ ...problem.parts, ...change }, problem.point.theta),
});

export const problemOf = (
  environment: FiniteEnvironment,
  theta: ArrayLike<number> | "random",
  objective: Omit<Objective, "stateWeight"> & Partial<Objective>,
  kind: keyof typeof policies = "softmax",
  policyOptions: object = {},
): Problem => {
  const policy = make<[FiniteEnvironment], TabularPolicy>(
    policies,
    choice(policies).parse({ kind, ...policyOptions }),
    environment,
  );
  const full: Objective = { stateWeight: "discounted", ...objective };
  const values =
    theta === "random" ? normals(policy.parameters, "theta", environment.kind) : Float64Array.from(theta);
  return pointOf({ environment, objective: full, createPolicy: () => policy }, values) as Problem;
};

/** The same problem, but μ = (1 − ε) π + ε / A acts. */
export const actedBy = <P extends AtPoint>(problem: P, uniformPart: number): P =>
  changed(problem, { uniformPart });

/** The same problem over an environment whose tables nobody knows, so that it is stepped through. */
export const withoutTables = (problem: Problem): Problem => {
  const { model: _, thresholds: __, ...environment } = problem.environment;
  return changed(problem, { environment });
};

export const normals = (length: number, ...key: string[]): Float64Array => {
  const random = stream("test", "normals", ...key);
  return Float64Array.from({ length }, () => normal(random));
};

/** The three-state chain whose gradient and variances are known to many digits. */
export const threeStates = (change: Partial<Objective> = {}): Problem =>
  problemOf(environmentOf("finite-mdp"), [0, 0.5, 0.3, -0.2, 0, 0], { discount: 0.9, horizon: 3, ...change });

/** Two states; a trajectory may end at any step or be truncated at the fourth. */
export const endingAnywhere = (change: Partial<Objective> = {}): Problem =>
  problemOf(environmentOf("finite-mdp", parse(ratioEstimator)), [0, 0.4, -0.3, 1], {
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
export const threeGradients = (theta: ArrayLike<number>, objective: Partial<Objective>): Problem =>
  problemOf(environmentOf("finite-mdp", parse(whichGradient)), theta, {
    discount: 0.5,
    horizon: 10,
    ...objective,
  });

/** The best action of each cell of FrozenLake 4x4, slippery. */
const bestOnIce = [0, 3, 3, 3, 0, 0, 0, 0, 3, 1, 0, 0, 0, 2, 1, 0];

/** FrozenLake 4x4 with all 64 numbers of θ given, for a policy that often reaches the goal. */
export const frozenLake = (change: Partial<Objective> = {}): Problem => {
  const uneven = (j: number) => (((j * 37) % 23) - 11) / 20; // −0.55 … 0.55, in no order
  const theta = bestOnIce.flatMap((best, s) =>
    [0, 1, 2, 3].map((a) => uneven(4 * s + a) + (a === best ? 2 : 0)),
  );
  return problemOf(environmentOf("frozen-lake"), theta, { discount: 0.99, horizon: 100, ...change });
};

export const sampler = ({ point }: Pick<Problem, "point">, ...key: (string | number)[]): Sampler =>
  point.sampler(stream(...key, "actions"), stream(...key, "environment"));

const estimatorSchema = choice(estimators);

/** Makes an estimator of a problem. A critic that learns has been taught on trajectories of its own. */
export const estimatorOf = (
  problem: Problem,
  options: object,
  critic: (options: CriticOptions) => Critic = (chosen) => taughtCritic(problem, chosen),
): Estimator => {
  const context: EstimatorContext = { ...problem, critic };
  return make<[EstimatorContext], Estimator>(estimators, estimatorSchema.parse(options), context);
};

export const taughtCritic = (problem: Problem, options: CriticOptions): Critic => {
  if (options === "agent") throw new Error("there is no agent here");
  const critic = make<[CriticContext], Critic>(critics, options, problem);
  const draw = sampler(problem, "test", "critic");
  for (let i = 0; critic.fit === "training" && i < 5; i++) critic.memory!.update(draw(20), problem.point);
  return critic;
};

/** A trajectory written down step by step. */
export interface Trajectory {
  readonly states: readonly number[];
  readonly actions: readonly number[];
  readonly rewards: readonly number[];
  readonly last: number;
  readonly terminated: boolean;
}

export const pack = (trajectories: readonly Trajectory[]): TrajectoryBatch => {
  const offsets = [0];
  for (const { states } of trajectories) offsets.push(offsets.at(-1)! + states.length);
  return {
    trajectories: trajectories.length,
    groupSize: 1,
    steps: offsets.at(-1)!,
    offsets: Int32Array.from(offsets),
    states: Int32Array.from(trajectories.flatMap(({ states }) => states)),
    actions: Int32Array.from(trajectories.flatMap(({ actions }) => actions)),
    rewards: Float64Array.from(trajectories.flatMap(({ rewards }) => rewards)),
    lastStates: Int32Array.from(trajectories, ({ last }) => last),
    observations: new Float64Array(0),
    controls: new Float64Array(0),
    lastObservations: new Float64Array(0),
    terminated: Uint8Array.from(trajectories, ({ terminated }) => (terminated ? 1 : 0)),
  };
};

export const unpack = (batch: TrajectoryBatch): Trajectory[] =>
  Array.from({ length: batch.trajectories }, (_, i) => {
    const [first, end] = [batch.offsets[i], batch.offsets[i + 1]];
    return {
      states: [...batch.states.subarray(first, end)],
      actions: [...batch.actions.subarray(first, end)],
      rewards: [...batch.rewards.subarray(first, end)],
      last: batch.lastStates[i],
      terminated: batch.terminated[i] === 1,
    };
  });

/** A trajectory that can happen, and how likely it is under the policy that acts. */
export interface Path extends Trajectory {
  readonly probability: number;
}

/** Every trajectory that can happen: the slow, obvious twin of dynamic programming and of sampling. */
export const allPaths = ({ environment, point, objective }: Problem): Path[] => {
  const { actions: A, initial, start, probability, next, reward, terminated } = environment.model!;
  const paths: Path[] = [];
  const grow = (path: Path) => {
    if (path.terminated || path.states.length === objective.horizon) return void paths.push(path);
    for (let a = 0; a < A; a++) {
      const row = path.last * A + a;
      for (let o = start[row]; o < start[row + 1]; o++) {
        grow({
          states: [...path.states, path.last],
          actions: [...path.actions, a],
          rewards: [...path.rewards, reward[o]],
          last: next[o],
          terminated: terminated[o] === 1,
          probability: path.probability * point.behavior[row] * probability[o],
        });
      }
    }
  };
  for (const [s, p] of initial.entries()) {
    if (p > 0) grow({ states: [], actions: [], rewards: [], last: s, terminated: false, probability: p });
  }
  return paths;
};

export const discountedReturn = ({ rewards }: Trajectory, discount: number): number =>
  rewards.reduce((sum, r, t) => sum + discount ** t * r, 0);

/** ∇θ log π(a|s) of one state and action. # [P] */
export const scoreOf = ({ policy, point }: Problem, state: number, action: number): Float64Array => {
  const weights = new Float64Array(policy.states * policy.actions);
  weights[state * policy.actions + action] = 1;
  const score = new Float64Array(policy.parameters);
  policy.weightedScores(point.probabilities, weights, score);
  return score;
};

export const subtract = (a: Float64Array, b: Float64Array): Float64Array => a.map((x, j) => x - b[j]);

export const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, j) => sum + x * b[j], 0);

export const largest = (numbers: ArrayLike<number>): number =>
  Array.from(numbers).reduce((most, x) => (Number.isNaN(x) ? x : Math.max(most, Math.abs(x))), 0);

/** The configurations of the runs of a study; what a test leaves out is small. */
export const runsOf = (study: object): RunConfig[] =>
  plan(
    studySchema.parse({
      name: "test",
      environment: { kind: "finite-mdp", ...parse(chain) },
      objective: { discount: 0.9, horizon: 3 },
      policy: { kind: "softmax", initial: [0, 0.5, 0.3, -0.2, 0, 0] },
      seeds: [0],
      ...study,
    }),
  );

/** The form that an estimator's exact moments follow from, if it has one. */
export const formOf = ({ law }: Estimator): EstimatorForm | undefined =>
  law.kind === "form" ? law.form : undefined;
