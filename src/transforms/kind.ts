import type { Estimator } from "../estimation.ts";
import type { FrozenPolicy, Kind, Objective } from "../types.ts";

/** What a transform may use. */
export interface TransformContext {
  /** Length P of θ. */
  readonly parameters: number;
  /** The frozen policy whose θ is probed or trained. */
  readonly at: FrozenPolicy;
  readonly objective: Objective;
}

/** Makes an estimator of an estimator. */
export type Transform = (estimator: Estimator) => Estimator;

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
export type TransformKind = Kind<any, [TransformContext], Transform>;
