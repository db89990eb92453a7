import { type Basis, type Inputs, inputSize, needFew, writeInputs } from "./features.ts";

/**
 * All monomials of the inputs up to a total degree, by degree: 1, z_1 … z_N, z_1z_1, z_1z_2, …: C(N + d, d) of them.
 * Each is one of the degree before times an input.
 *
 * @throws RangeError for more than can be fitted
 */
export const monomials = (inputs: Inputs, degree: number): Basis => {
  const N = inputSize(inputs);
  const size = monomialCount(N, degree);
  needFew(size, `monomials of ${N} inputs up to degree ${degree}`);
  const parent = new Int32Array(size);
  const factor = new Int32Array(size);
  let made = 1;
  for (let d = 1, begin = 0; d <= degree; d++) {
    const end = made;
    for (let j = begin; j < end; j++)
      for (let i = j === 0 ? 0 : factor[j]; i < N; i++, made++) {
        parent[made] = j;
        factor[made] = i;
      }
    begin = end;
  }
  const z = new Float64Array(N);
  return {
    size,
    write(observations, row, time, out) {
      writeInputs(inputs, observations, row, time, z);
      out[0] = 1;
      for (let j = 1; j < size; j++) out[j] = out[parent[j]] * z[factor[j]];
    },
    ...(degree <= 2 && { quadratic: quadraticOf(inputs, parent, factor) }),
  };
};

const monomialCount = (inputs: number, degree: number): number => {
  let count = 1;
  for (let d = 1; d <= degree; d++) count = (count * (inputs + d)) / d;
  return Math.round(count);
};

/** Sorts weights into the coefficients of a quadratic at one time, where t/T is a number. */
const quadraticOf =
  (
    { observationSize: O, horizon }: Inputs,
    parent: Int32Array,
    factor: Int32Array,
  ): NonNullable<Basis["quadratic"]> =>
  (weights, begin, time, out, first) => {
    out.fill(0, first, first + 1 + O + O * O);
    for (let j = 0; j < parent.length; j++) {
      let weight = weights[begin + j];
      const places: number[] = []; // coordinates of x in this monomial
      for (let m = j; m !== 0; m = parent[m]) {
        if (factor[m] < O) places.push(factor[m]);
        else weight *= time / horizon;
      }
      const [a, b] = places;
      if (a === undefined) out[first] += weight;
      else if (b === undefined) out[first + 1 + a] += weight;
      else {
        out[first + 1 + O + a * O + b] += weight / 2;
        out[first + 1 + O + b * O + a] += weight / 2;
      }
    }
  };
