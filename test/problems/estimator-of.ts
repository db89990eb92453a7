import type { CriticOptions } from "../../src/critics/choice.ts";
import type { Critic } from "../../src/critics/critic.ts";
import { type CriticContext, critics } from "../../src/critics/index.ts";
import type { Estimator } from "../../src/estimators/estimator.ts";
import { estimators } from "../../src/estimators/index.ts";
import type { EstimatorContext, EstimatorKind } from "../../src/estimators/kind.ts";
import { stream } from "../../src/random.ts";
import { choice, make } from "../../src/registry.ts";
import type { Sampler } from "../../src/trajectories/batch.ts";
import type { EstimatorForm } from "../../src/truth/discrete/estimator-form.ts";
import type { Problem, Scene } from "./problem-of.ts";

/** Draws for estimators that need some of their own. */
export const draws = stream("test", "estimator");

export const sampler = ({ point }: Pick<Scene, "point">, ...key: (string | number)[]): Sampler =>
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

export const samplerOf = (scene: Scene, ...key: string[]): Sampler => sampler(scene, "test", ...key);

/** Makes an estimator of one kind, which needs no critic. */
export const createEstimator = (kind: EstimatorKind, options: object, scene: Scene): Estimator =>
  kind.create(kind.options.parse(options), scene);

/** The form that an estimator's exact moments follow from, if it has one. */
export const formOf = ({ law }: Estimator): EstimatorForm | undefined =>
  law.kind === "form" ? law.form : undefined;
