import type { Estimator } from "../estimators/estimator.ts";
import type { Wrapped } from "../estimators/wrap.ts";
import type { Objective } from "../problem/objective.ts";
import type { DiscretePoint, Point } from "../problem/point.ts";
import type { Kind } from "../registry.ts";

/** What a transform may use. */
export interface TransformContext {
  /** Length P of θ. */
  readonly parameters: number;
  /** The frozen policy whose θ is probed or trained. */
  readonly point: Point;
  readonly objective: Objective;
}

/** What a transform that reads the policy's table may use. */
export interface TableContext extends TransformContext {
  readonly point: DiscretePoint;
}

/** Makes an estimator of an estimator. */
export type Transform = (estimator: Estimator) => Wrapped;

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
export type TransformKind = Kind<any, [TransformContext], Transform>;
