import type { Estimator } from "./estimator.ts";

/** An estimator with its name in the database. */
export interface NamedEstimator {
  readonly name: string;
  readonly kind: string;
  readonly estimator: Estimator;
  readonly options: unknown;
}
