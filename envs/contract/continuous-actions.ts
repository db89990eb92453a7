import { normal, stream } from "../../src/random.ts";
import type { ContinuousEnvironment } from "./environment.ts";
import { MAX_TRIED_ACTIONS } from "./walk.ts";

/** One action of every kind. */
export const trials = ({ action: { count, size } }: ContinuousEnvironment): Float64Array[] => {
  if (size !== undefined) return [0, 1, -1].map((x) => new Float64Array(size).fill(x));
  const trial = (k: number) =>
    count <= MAX_TRIED_ACTIONS ? k : Math.floor((k * (count - 1)) / (MAX_TRIED_ACTIONS - 1));
  return Array.from({ length: Math.min(count, MAX_TRIED_ACTIONS) }, (_, k) => Float64Array.of(trial(k)));
};

/** Draws actions: uniform numbers of them, or standard normal vectors. */
export const drawer = ({ action: { count, size } }: ContinuousEnvironment): (() => Float64Array) => {
  const random = stream("contract", "actions");
  return () =>
    size === undefined
      ? Float64Array.of(Math.floor(random.next() * count))
      : Float64Array.from({ length: size }, () => normal(random));
};

/** How a message names a step. */
export const stepWith = ({ action: { size } }: ContinuousEnvironment, action: Float64Array): string => {
  const numbers = [...action.subarray(0, 3)].map((x) => Number(x.toPrecision(4))).join(", ");
  return `step with action ${size === undefined ? action[0] : `[${numbers}${size > 3 ? ", …" : ""}]`}`;
};
