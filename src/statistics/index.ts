/** Statistics of seeds and of the estimates of a probe: pure functions over typed arrays. */
export { type Bias, type CoordinateTests, coordinateTests, squaredBias } from "./bias.ts";
export { type BootstrapMethod, type BootstrapOptions, bootstrap } from "./bootstrap.ts";
export { studentizedMean } from "./bootstrap-t.ts";
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
export { normalProbability, normalQuantile } from "./normal-distribution.ts";
export { pairedDifference } from "./paired-difference.ts";
export { pairwiseCosine } from "./pairwise-cosine.ts";
export { performanceProfile } from "./performance-profile.ts";
export { probabilityOfImprovement, type TwoSamples } from "./probability-of-improvement.ts";
export { signalToNoise } from "./signal-to-noise.ts";
export { skewedMean } from "./skewed-mean.ts";
export { splitHalfCosine } from "./split-half-cosine.ts";
export { squareTrace } from "./square-trace.ts";
export { type SquaredDistance, squaredDistance } from "./squared-distance.ts";
export { oneStratum, type Strata } from "./strata.ts";
export { studentProbability, studentQuantile } from "./student.ts";
export { totalVariance, totalVarianceBootstrap } from "./total-variance.ts";
export { sampledTurnAndScale, turnAndScale } from "./turn-and-scale.ts";
export { proportionInterval } from "./wilson.ts";
