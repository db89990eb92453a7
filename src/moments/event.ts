/** The exact moments of one estimator at one batch size, without any sampling; only where they can be had. */
export interface MomentsEvent {
  readonly type: "moments";
  readonly iteration: number;
  readonly estimator: string;
  /** Trajectories behind one estimate. */
  readonly batchSize: number;
  /** ‖E g − G‖, with g the estimate and G the truth. */
  readonly biasNorm: number;
  /** ‖E g‖. */
  readonly meanNorm: number;
  /** cos(E g, G); NaN if E g = 0, or where G is no truth. */
  readonly cosine: number;
  /** The angle between E g and G, in degrees; NaN where the cosine is. */
  readonly turnedBy: number;
  /** E g·G/‖G‖²; NaN where G is no truth. */
  readonly scaledBy: number;
  /** Trace of the covariance of g. */
  readonly totalVariance: number;
  /** Variance of g·E g/‖E g‖, its part along the mean; null where it is not known exactly. */
  readonly parallelVariance: number | null;
  /** Its parts from what happens beside the actions, from actions and from states, each within its own step … */
  readonly trajectoryVariance: number | null;
  readonly actionVariance: number | null;
  readonly stateVariance: number | null;
  /** … and from covariances between steps: what is left. null where the parts are not known. */
  readonly stepCovariance: number | null;
  /** Part of the total variance that rounding may have made: an estimate, at most 1e-6; of ‖E g‖² or ‖G‖² where that is 0. */
  readonly rounding: number;
  /** Dynamic programming over moments, a sum over all batches that can happen, or integrals over an action. */
  readonly method: "recursion" | "enumeration" | "integration";
}
