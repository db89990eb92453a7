/** Statistics of seeds and of the estimates of a probe: pure functions over typed arrays. */
export { type Bias, type CoordinateTests, coordinateTests, squaredBias } from "./bias/bias.ts";
export { type SquaredDistance, squaredDistance } from "./bias/squared-distance.ts";
export { sampledTurnAndScale, turnAndScale } from "./bias/turn-and-scale.ts";
export { normalProbability, normalQuantile } from "./distributions/normal-distribution.ts";
export { studentProbability, studentQuantile } from "./distributions/student.ts";
export { gradientNoiseScale, ratioOfMeans } from "./gradient-noise-scale.ts";
export { holm } from "./holm.ts";
export { type Interval, LEVEL, withoutInterval } from "./interval.ts";
export {
  type CountedStatistic,
  interquartileMean,
  interquartileMeanOf,
  meanOf,
  median,
  medianOf,
} from "./location.ts";
export { mean, variance } from "./mean.ts";
export { meanInterval } from "./mean-interval.ts";
export { meanOfIntervals } from "./mean-of-intervals.ts";
export { type AgainstReference, alignmentToReference, referenceCosine } from "./noisy-reference.ts";
export { normRatio } from "./norm-ratio.ts";
export { pairedDifference } from "./paired-difference.ts";
export { pairwiseCosine } from "./pairwise-cosine.ts";
export { performanceProfile } from "./performance-profile.ts";
export { probabilityOfImprovement, type TwoSamples } from "./probability-of-improvement.ts";
export { type BootstrapMethod, type BootstrapOptions, bootstrap } from "./resampling/bootstrap.ts";
export { studentizedMean } from "./resampling/bootstrap-t.ts";
export { skewedMean } from "./resampling/skewed-mean.ts";
export { oneStratum, type Strata } from "./resampling/strata.ts";
export { signalToNoise } from "./signal-to-noise.ts";
export { splitHalfCosine } from "./split-half-cosine.ts";
export { squareTrace } from "./square-trace.ts";
export { type StreamAgreement, streamAgreement } from "./streams.ts";
export { totalVariance, totalVarianceBootstrap } from "./total-variance.ts";
export { proportionInterval } from "./wilson.ts";
