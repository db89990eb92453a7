import { z } from "zod";
import type { Tensor } from "../bridge/frame.ts";
import type { RecordedAnswers } from "../bridge/gradients-file.ts";
import type { AskOutside, OutsideCodeOptions } from "../bridge/outside-code.ts";
import type { CriticOptions } from "../critics/choice.ts";
import type { Critic } from "../critics/critic.ts";
import type { Problem } from "../problem/point.ts";
import type { Kind } from "../registry.ts";
import type { Estimator } from "./estimator.ts";
import type { CustomEstimator } from "./outside/custom-estimator.ts";

export const stateWeightOption = z
  .enum(["discounted", "none"])
  .optional()
  .describe("weight of the score at time t: γᵗ, or 1; the objective's if not given");

/** What answers where somebody else's code makes the estimates. */
export interface CodeOfOthers {
  /** A function that asks a program, which it starts with the first question. */
  outside(options: OutsideCodeOptions): AskOutside;
  /** The estimator that a module makes of options. */
  custom(module: string, options: Readonly<Record<string, unknown>>): CustomEstimator;
  /** What a file holds of recorded batches, and how they are named. @param digest of the file */
  recorded(
    path: string,
    digest: string | undefined,
  ): {
    readonly answers: RecordedAnswers;
    readonly keyOf: (tensors: readonly Tensor[], seed: number) => string;
  };
}

/** What an estimator may be made from: the problem, critics of it and, in a run, the code of others. */
export interface EstimatorContext extends Problem, Partial<CodeOfOthers> {
  /** The critic that the options name; one that learns is taught along training. */
  critic(options: CriticOptions): Critic;
  /** What the agent itself follows; present in a probe. */
  readonly own?: {
    /** Its first estimator. */
    estimator(): Estimator;
    /** The way of a whole update as an estimator. */
    displacement(): Estimator;
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
export type EstimatorKind = Kind<any, [EstimatorContext], Estimator>;
