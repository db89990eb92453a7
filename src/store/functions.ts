import type Database from "better-sqlite3";
import { fromBlob, toBlob } from "./vectors.ts";

/** Running mean and sum of squared deviations of vectors of one length (Welford 1962, Technometrics 4). */
interface Moments {
  count: number;
  mean: Float64Array; // [P]
  squaredDeviations: number;
  /** Of each coordinate. */
  squares: Float64Array; // [P]
}

/**
 * Adds SQL functions over BLOBs of little-endian float64 to a connection:
 *
 * - `vec_dot(a, b)`, `vec_norm(a)`;
 * - `vec_cosine(a, b)`, with b the reference: 0 if a is zero, NULL if b is zero, as in `estimate.cosine`;
 * - `vec_json(a)`: a JSON array; non-finite coordinates become null;
 * - aggregates `vec_mean(v)` (a BLOB), `vec_variance(v)` (the sample variances of the coordinates, a BLOB) and
 *   `vec_total_variance(v)` (their sum, the trace of the sample covariance); no variance of fewer than two vectors.
 *
 * NULL gives NULL, and the aggregates skip it; a result that is not a number is NULL as well. A value that is
 * not a BLOB, has a length that is no multiple of 8 bytes, or differs in length from the other vectors stops
 * the query with an error that names the function.
 */
export function registerFunctions(db: Database.Database): void {
  const scalar = (name: string, compute: (...vectors: Float64Array[]) => unknown, arity: number) => {
    const evaluate = (...values: unknown[]) => {
      if (values.includes(null)) return null;
      const vectors = values.map((value) => vector(name, value));
      for (const other of vectors.slice(1)) sameLength(name, vectors[0], other);
      return compute(...vectors);
    };
    // The connection takes the number of SQL arguments from the length of the function.
    const fixed = arity === 1 ? (a: unknown) => evaluate(a) : (a: unknown, b: unknown) => evaluate(a, b);
    db.function(name, { deterministic: true }, fixed);
  };
  scalar("vec_dot", (a, b) => dot(a, b), 2);
  scalar("vec_norm", (a) => Math.sqrt(dot(a, a)), 1);
  scalar("vec_cosine", (a, b) => cosine(a, b), 2);
  scalar("vec_json", (a) => JSON.stringify(Array.from(a)), 1);

  const aggregate = (name: string, result: (total: Moments) => unknown) =>
    db.aggregate(name, {
      deterministic: true,
      start: (): Moments => ({
        count: 0,
        mean: new Float64Array(0),
        squaredDeviations: 0,
        squares: new Float64Array(0),
      }),
      step: (total: Moments, value: unknown) => {
        if (value !== null) accumulate(name, total, vector(name, value));
      },
      result,
    });
  aggregate("vec_mean", ({ count, mean }) => (count > 0 ? toBlob(mean) : null));
  aggregate("vec_variance", ({ count, squares }) =>
    count > 1 ? toBlob(squares.map((square) => square / (count - 1))) : null,
  );
  aggregate("vec_total_variance", ({ count, squaredDeviations }) =>
    count > 1 ? squaredDeviations / (count - 1) : null,
  );
}

function vector(name: string, value: unknown): Float64Array {
  if (!(value instanceof Uint8Array)) throw new TypeError(`${name}: expected a BLOB, got a ${typeof value}`);
  try {
    return fromBlob(value);
  } catch (error) {
    throw new RangeError(`${name}: ${(error as Error).message}`);
  }
}

function sameLength(name: string, a: Float64Array, b: Float64Array): void {
  if (a.length !== b.length)
    throw new RangeError(`${name}: vectors of different lengths, ${a.length} and ${b.length}`);
}

function accumulate(name: string, total: Moments, x: Float64Array): void {
  if (total.count === 0)
    [total.mean, total.squares] = [new Float64Array(x.length), new Float64Array(x.length)];
  sameLength(name, total.mean, x);
  total.count += 1;
  const { count, mean } = total;
  for (let j = 0; j < x.length; j++) {
    const before = x[j] - mean[j];
    mean[j] += before / count;
    const square = before * (x[j] - mean[j]);
    total.squares[j] += square;
    total.squaredDeviations += square;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

function cosine(a: Float64Array, b: Float64Array): number | null {
  const [normA, normB] = [Math.sqrt(dot(a, a)), Math.sqrt(dot(b, b))];
  if (normB === 0) return null;
  return normA === 0 ? 0 : dot(a, b) / normA / normB;
}
