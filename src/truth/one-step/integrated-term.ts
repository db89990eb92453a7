import { expectations, noiseOfProduct, rayleigh, standardNormal, uniform } from "./expectations.ts";
import { type Parameter, scoreSymmetry } from "./gaussian.ts";
import { type Noisy, noisy, roundingOf } from "./noisy.ts";
import type { Term } from "./term.ts";

/**
 * Any smooth y(u) under u ~ N(μ, σ²), by quadrature.
 *
 * @param y y(u) @param slopeOf y'(u)
 */
export const integratedTerm = (
  y: (u: number) => number,
  slopeOf: (u: number) => number,
  mean: number,
  deviation: number,
): Term => {
  const rewardAt = noisy(y, mean, deviation);
  const pathAt = noisy(slopeOf, mean, deviation);
  const one: Noisy = { value: 0, noise: 0 };
  const other: Noisy = { value: 0, noise: 0 };
  // y(μ) is taken off first, so that a large constant costs no digits
  const middle = y(mean);
  const first = once(() =>
    expectations(standardNormal, 3, (ε, values, noises) => {
      rewardAt(ε, one);
      writeFirst(one.value - middle, ε / deviation, ε * ε - 1, values);
      const noise = one.noise + roundingOf(middle);
      writeFirst(noise, Math.abs(ε / deviation), Math.abs(ε * ε - 1), noises);
    }),
  );
  const value = () => middle + first().values[0];
  const slope = (parameter: Parameter) => first().values[parameter === "mean" ? 1 : 2];
  const slopeError = (parameter: Parameter) => first().errors[parameter === "mean" ? 1 : 2];
  const second = once(() => {
    const center = value();
    return expectations(standardNormal, 8, (ε, values, noises) => {
      rewardAt(ε, one);
      rewardAt(-ε, other);
      const z = one.value - center;
      const mirrored = other.value - center;
      const noise = one.noise + roundingOf(center);
      const ofSquare = noiseOfProduct(z, noise, z, noise);
      const ofMirrored = noiseOfProduct(z, noise, mirrored, other.noise + roundingOf(center));
      const byMean = (ε / deviation) ** 2;
      const byDeviation = (ε * ε - 1) ** 2;
      writeSecond(z, z * z, z * mirrored, byMean, byDeviation, values);
      writeSecond(noise, ofSquare, ofMirrored, byMean, byDeviation, noises);
    }).values;
  });
  return {
    value,
    slope,
    spread() {
      const [square, opposite] = second();
      return { square, opposite };
    },
    score(parameter) {
      const [weighted, square, opposite] = second().subarray(parameter === "mean" ? 2 : 5);
      return { weighted, square, opposite: scoreSymmetry(parameter) * opposite };
    },
    pathwise(parameter) {
      const expected = slope(parameter);
      const error = slopeError(parameter);
      return expectations(standardNormal, 1, (ε, values, noises) => {
        pathAt(ε, one);
        const factor = parameter === "mean" ? 1 : deviation * ε;
        writeSquare(factor * one.value - expected, Math.abs(factor) * one.noise + error, values, noises);
      }).values[0];
    },
    measureValued(parameter) {
      const expected = slope(parameter);
      const error = slopeError(parameter);
      if (parameter === "mean") {
        const factor = 1 / (deviation * Math.sqrt(2 * Math.PI));
        return expectations(rayleigh, 1, (w, values, noises) => {
          rewardAt(w, one);
          rewardAt(-w, other);
          const difference = factor * (one.value - other.value) - expected;
          writeSquare(difference, factor * (one.noise + other.noise) + error, values, noises);
        }).values[0];
      }
      return expectations(uniform, 1, (u, values, noises) => {
        const overMaxwell = expectations(standardNormal, 1, (m, inner, innerNoises) => {
          rewardAt(m, one);
          rewardAt(m * u, other);
          const difference = one.value - other.value - expected;
          const noise = Math.abs(m) * (one.noise + other.noise + error);
          writeSquare(m * difference, noise, inner, innerNoises); // its density is m² φ(m)
        });
        values[0] = overMaxwell.values[0];
        noises[0] = overMaxwell.errors[0];
      }).values[0];
    },
  };
};

/** y, y S by the mean and y S by log σ. # [3] */
const writeFirst = (rise: number, byMean: number, byDeviation: number, out: Float64Array): void => {
  out[0] = rise;
  out[1] = rise * byMean;
  out[2] = rise * byDeviation;
};

/** z², z z⁻; then z S², z² S² and z z⁻ S² by the mean, and by log σ. # [8] */
const writeSecond = (
  z: number,
  square: number,
  mirrored: number,
  byMean: number,
  byDeviation: number,
  out: Float64Array,
): void => {
  out[0] = square;
  out[1] = mirrored;
  out[2] = z * byMean;
  out[3] = square * byMean;
  out[4] = mirrored * byMean;
  out[5] = z * byDeviation;
  out[6] = square * byDeviation;
  out[7] = mirrored * byDeviation;
};

const writeSquare = (x: number, noise: number, values: Float64Array, noises: Float64Array): void => {
  values[0] = x * x;
  noises[0] = noiseOfProduct(x, noise, x, noise);
};

const once = <T>(compute: () => T): (() => T) => {
  let known: T | undefined;
  return () => (known ??= compute());
};
