import type { RunConfig } from "../config/plan.ts";
import type { EstimatorOptions } from "../config/schema.ts";
import type { CriticOptions } from "../critics/choice.ts";
import type { Critic } from "../critics/critic.ts";
import { type CriticContext, critics } from "../critics/index.ts";
import { OutsideError } from "../errors/outside-error.ts";
import type { Estimator } from "../estimators/estimator.ts";
import { estimators } from "../estimators/index.ts";
import type { CodeOfOthers, EstimatorContext } from "../estimators/kind.ts";
import type { NamedEstimator } from "../estimators/named.ts";
import type { Point } from "../problem/point.ts";
import { make } from "../registry.ts";
import { transforms } from "../transforms/index.ts";
import type { Transform, TransformContext } from "../transforms/kind.ts";
import { displacementOf } from "../updates/displacement.ts";
import type { Update } from "../updates/update.ts";
import { codeOfOthers } from "./code-of-others.ts";

/** A critic with the name of the estimator that uses it. */
export interface UsedCritic {
  readonly subject: string;
  readonly critic: Critic;
}

/** Makes the estimators of a run, and knows the critics that were made for them. */
export interface EstimatorMaker {
  /** In the order in which they were made. */
  readonly critics: readonly UsedCritic[];
  /** Under the name "agent"; its critic is what others mean by the critic "agent". */
  agents(options: EstimatorOptions): NamedEstimator;
  /** @param update that of the agent, which it may be of */
  ofProbe(name: string, options: EstimatorOptions, update: Update): NamedEstimator;
}

/** Kinds whose estimates somebody else makes. */
const OUTSIDE: ReadonlySet<string> = new Set(["external", "module", "recorded"]);

/** @param code what answers where somebody else's code makes the estimates */
export const estimatorMaker = (
  { agent, seed }: RunConfig,
  point: Point,
  code: CodeOfOthers = codeOfOthers,
): EstimatorMaker => {
  const { problem } = point;
  const { environment, objective, policy } = problem;
  const used: UsedCritic[] = [];
  const criticFor =
    (subject: string) =>
    (options: CriticOptions): Critic => {
      if (options === "agent") throw new RangeError('critic "agent" is for estimators of the probe');
      const context = { environment, objective, policy, seed };
      const critic = make<[CriticContext], Critic>(critics, options, context);
      used.push({ subject, critic });
      return critic;
    };
  let agentCritic: Critic | undefined;
  const named = (
    name: string,
    { transforms: chain = [], ...options }: EstimatorOptions,
    context: Pick<EstimatorContext, "critic" | "own">,
  ): NamedEstimator => {
    const all: EstimatorContext = { ...problem, ...context, ...code };
    const asked = make<[EstimatorContext], Estimator>(estimators, options, all);
    const made = OUTSIDE.has(options.kind) ? blamed(name, asked) : asked;
    if (made.law.kind === "truth" && point.exact === undefined)
      throw new RangeError(
        `${options.kind} needs an exact gradient, which is not known of ${environment.kind} with the policy ${policy.kind}`,
      );
    const changed: TransformContext = { parameters: policy.parameters, point, objective };
    const estimator = chain.reduce(
      (inner, each) => make<[TransformContext], Transform>(transforms, each, changed)(inner),
      made,
    );
    return { name, kind: options.kind, estimator, options: { ...options, transforms: chain } };
  };
  return {
    critics: used,
    agents: (options) =>
      named("agent", options, { critic: (chosen) => (agentCritic = criticFor("agent")(chosen)) }),
    ofProbe: (name, options, update) =>
      named(name, options, {
        critic(chosen) {
          if (chosen !== "agent") return taughtBy(update, agent.name, chosen.kind, criticFor(name)(chosen));
          const own = agentCritic ?? update.critic;
          if (own === undefined) throw new RangeError(`agent "${agent.name}" has no critic`);
          const { memory: _, ...frozen } = own; // it learns from the agent's batches and not the probe's
          return frozen;
        },
        own: {
          estimator() {
            const { memory: _, ...frozen } = update.estimators[0].estimator;
            return frozen;
          },
          displacement: () => displacementOf(update),
        },
      }),
  };
};

/** @throws RangeError for a critic of a probe that learns along training, where nothing would teach it */
const taughtBy = (update: Update, agent: string, kind: string, critic: Critic): Critic => {
  if (update.lanes && critic.memory && critic.fit === "training")
    throw new RangeError(
      `the update of agent "${agent}" teaches no critic but its own, and "${kind}" would stay as it began: ` +
        'take fit "earlier-batch", or the critic "agent"',
    );
  return critic;
};

/** The same estimator, whose errors of code of somebody else tell its name. */
const blamed = (name: string, estimator: Estimator): Estimator => ({
  ...estimator,
  estimate(...of) {
    try {
      return estimator.estimate(...of);
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      throw new OutsideError(`estimator "${name}": ${error.message}`);
    }
  },
});
