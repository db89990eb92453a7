import { normal, stream } from "../src/random.ts";

export const normals = (length: number, ...key: string[]): Float64Array => {
  const random = stream("test", "normals", ...key);
  return Float64Array.from({ length }, () => normal(random));
};

export const subtract = (a: Float64Array, b: Float64Array): Float64Array => a.map((x, j) => x - b[j]);

export const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, j) => sum + x * b[j], 0);

export const largest = (numbers: ArrayLike<number>): number =>
  Array.from(numbers).reduce((most, x) => (Number.isNaN(x) ? x : Math.max(most, Math.abs(x))), 0);

export const logit = (p: number): number => Math.log(p / (1 - p));
