import { type PerceptronShape, perceptron } from "../../src/policies/bodies/perceptron.ts";
import { normal, stream } from "../../src/random.ts";

export const normals = (length: number, ...key: (string | number)[]): Float64Array => {
  const random = stream("test", "perceptron", ...key);
  return Float64Array.from({ length }, () => normal(random));
};

/** Values of all units, layer by layer, and ∂(slopes · outputs)/∂θ, of one observation: slow, in float64. */
export const twin = (
  { inputs, widths, outputs, activation }: PerceptronShape,
  theta: ArrayLike<number>,
  observation: readonly number[],
  slopes: readonly number[] = [],
): { readonly outputs: number[]; readonly gradient: number[] } => {
  const sizes = [inputs, ...widths, outputs];
  const phi = activation === "tanh" ? Math.tanh : (z: number) => Math.max(0, z);
  const slope = activation === "tanh" ? (a: number) => 1 - a * a : (a: number) => (a > 0 ? 1 : 0);
  const weight: number[] = []; // where W of each layer begins
  let parameters = 0;
  for (let l = 1; l < sizes.length; l++) {
    weight.push(parameters);
    parameters += sizes[l] * (sizes[l - 1] + 1);
  }

  const values = [[...observation]];
  for (const [l, first] of weight.entries()) {
    const [from, to] = [sizes[l], sizes[l + 1]];
    values.push(
      Array.from({ length: to }, (_, o) => {
        let z = theta[first + to * from + o];
        for (let k = 0; k < from; k++) z += theta[first + o * from + k] * values[l][k];
        return l < weight.length - 1 ? phi(z) : z;
      }),
    );
  }

  const gradient = new Array<number>(parameters).fill(0);
  let deltas = [...slopes];
  for (let l = weight.length - 1; l >= 0 && slopes.length > 0; l--) {
    const [from, to] = [sizes[l], sizes[l + 1]];
    const before = new Array<number>(from).fill(0);
    for (let o = 0; o < to; o++) {
      gradient[weight[l] + to * from + o] = deltas[o];
      for (let k = 0; k < from; k++) {
        gradient[weight[l] + o * from + k] = deltas[o] * values[l][k];
        before[k] += theta[weight[l] + o * from + k] * deltas[o];
      }
    }
    deltas = before.map((sum, k) => sum * slope(values[l][k]));
  }
  return { outputs: values[values.length - 1], gradient };
};

/** A perceptron with drawn θ, and drawn rows, slopes and `weightings`. */
export const drawn = (shape: PerceptronShape, rows: number, weightings = 1) => {
  const body = perceptron(shape);
  const key = JSON.stringify(shape);
  const fan = Math.max(shape.inputs, ...shape.widths);
  return {
    body,
    theta: normals(body.parameters, key, "theta").map((x) => (1.5 * x) / Math.sqrt(fan)),
    observations: normals(rows * shape.inputs, key, rows, "observations"),
    times: new Int32Array(rows),
    out: new Float64Array(rows * shape.outputs),
    slopes: normals(rows * shape.outputs, key, rows, "slopes"),
    weightings: Array.from({ length: weightings }, (_, e) => normals(rows, key, rows, "weighting", e)),
    outs: Array.from({ length: weightings }, () => new Float64Array(body.parameters)),
  };
};

/** Row r of a matrix with rows of `length` numbers. */
export const rowOf = (matrix: Float64Array, r: number, length: number): number[] => [
  ...matrix.subarray(r * length, (r + 1) * length),
];

/** ‖a − b‖ / ‖b‖. */
export const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let difference = 0;
  let square = 0;
  for (let j = 0; j < b.length; j++) {
    difference += (a[j] - b[j]) ** 2;
    square += b[j] ** 2;
  }
  return Math.sqrt(difference / square);
};
