import type { Exam } from "./exam.ts";

/** Relative to the largest weight: what is larger than rounding of single precision. */
const MOVED = 1e-6;

/**
 * Which minibatch each step is in, of code that normalizes the advantages of each: a reward that is raised moves all steps
 * of the minibatches in which it changes an advantage, and no others.
 *
 * @param weights of every step. # [steps] @param responses weights if one reward is larger. # [at least steps][steps]
 * @returns numbers of minibatches [steps]; undefined where it is all one, or a step is alone
 */
export const minibatchesOf = (
  { trajectory }: Exam,
  weights: Float64Array,
  responses: readonly Float64Array[],
): Int32Array | undefined => {
  const size = Math.max(...weights.map(Math.abs));
  let labels = new Array<string>(weights.length).fill("");
  for (const response of responses.slice(0, trajectory.length))
    labels = labels.map(
      (label, k) => label + (Math.abs(response[k] - weights[k]) > MOVED * size ? "1" : "0"),
    );
  const distinct = [...new Set(labels)];
  const isAlone = distinct.some((label) => labels.filter((each) => each === label).length < 2);
  if (distinct.length < 2 || isAlone) return undefined;
  return Int32Array.from(labels, (label) => distinct.indexOf(label));
};
