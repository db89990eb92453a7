import { expectations, noiseOfProduct, rayleigh, standardNormal, uniform } from "./expectations.ts";
import { type Parameter, scoreSymmetry } from "./gaussian.ts";
import type { Term } from "./term.ts";

/** A few units in the last place of 1. */
const ROUNDING = 2 ** -50;

/**
 * Any smooth y(u) under u ~ N(μ, σ²), by quadrature. An expectation that is taken off others is known to within an error,
 * which is their noise.
 *
 * @param y y(u) @param slopeOf y'(u)
 */
export const integratedTerm = (
  y: (u: number) => number,
  slopeOf: (u: number) => number,
  mean: number,
  deviation: number,
): Term => {
  const at = (ε: number) => y(mean + deviation * ε);
  const middle = at(0); // taken off first, so that a large constant costs few digits
  const first = once(() =>
    expectations(standardNormal, 3, (ε, values, noises) => {
      writeFirst(at(ε) - middle, ε / deviation, ε * ε - 1, values);
      const noise = ROUNDING * Math.abs(middle);
      writeFirst(noise, Math.abs(ε / deviation), Math.abs(ε * ε - 1), noises);
    }),
  );
  const value = () => middle + first().values[0];
  const slope = (parameter: Parameter) => first().values[parameter === "mean" ? 1 : 2];
  const slopeError = (parameter: Parameter) => first().errors[parameter === "mean" ? 1 : 2];
  const second = once(() => {
    const center = value();
    const noise = first().errors[0];
    return expectations(standardNormal, 8, (ε, values, noises) => {
      const z = at(ε) - center;
      const mirrored = at(-ε) - center;
      const byMean = (ε / deviation) ** 2;
      const byDeviation = (ε * ε - 1) ** 2;
      writeSecond(z, z * z, z * mirrored, byMean, byDeviation, values);
      const ofSquare = noiseOfProduct(z, z, noise);
      writeSecond(noise, ofSquare, noiseOfProduct(z, mirrored, noise), byMean, byDeviation, noises);
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
      const noise = slopeError(parameter);
      return expectations(standardNormal, 1, (ε, values, noises) => {
        const path = slopeOf(mean + deviation * ε) * (parameter === "mean" ? 1 : deviation * ε);
        writeSquare(path - expected, noise, values, noises);
      }).values[0];
    },
    measureValued(parameter) {
      const expected = slope(parameter);
      const noise = slopeError(parameter);
      if (parameter === "mean") {
        const factor = 1 / (deviation * Math.sqrt(2 * Math.PI));
        return expectations(rayleigh, 1, (w, values, noises) => {
          writeSquare(factor * (at(w) - at(-w)) - expected, noise, values, noises);
        }).values[0];
      }
      return expectations(uniform, 1, (u, values, noises) => {
        const overMaxwell = expectations(standardNormal, 1, (m, inner, innerNoises) => {
          const difference = at(m) - at(m * u) - expected;
          writeSquare(m * difference, Math.abs(m) * noise, inner, innerNoises); // its density is m² φ(m)
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
  noises[0] = noiseOfProduct(x, x, noise);
};

const once = <T>(compute: () => T): (() => T) => {
  let known: T | undefined;
  return () => (known ??= compute());
};
