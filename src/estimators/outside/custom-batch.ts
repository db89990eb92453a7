import { type Random, stream } from "../../random.ts";
import type { Question } from "./answered.ts";
import type { CustomBatch } from "./custom-estimator.ts";

/** The names of tensors, as JavaScript writes them. */
const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Arrays that not every batch has, and why. */
const ABSENT = {
  values: "the study names no critic of this estimator",
  lastValues: "the study names no critic of this estimator",
  states: "states are continuous; there are observations",
  lastStates: "states are continuous; there are lastObservations",
  observations: "states are discrete; there are states",
  lastObservations: "states are discrete; there are lastStates",
};

/** The batch of a question. To read what it does not have throws an error that says why. */
export const customBatch = ({ batch, point, tensors, seed }: Question): CustomBatch => {
  const { trajectories, steps, groupSize } = batch;
  const { discount, horizon } = point.problem.objective;
  let random: Random | undefined;
  const custom: object = {
    ...{ trajectories, steps, groupSize, discount, horizon },
    get random() {
      random ??= stream("custom estimator", seed);
      return random;
    },
    score(weights: ArrayLike<number>) {
      if (weights.length !== steps)
        throw new RangeError(`score takes ${steps} weights, one for each step; got ${weights.length}`);
      const out = new Float64Array(point.theta.length);
      point.weightedScores(batch, 0, steps, [Float64Array.from(weights)], [out]);
      return out;
    },
  };
  for (const [name, why] of Object.entries(ABSENT))
    Object.defineProperty(custom, name, {
      configurable: true,
      get() {
        throw new RangeError(`there is no batch.${name}: ${why}`);
      },
    });
  for (const { name, values } of tensors)
    Object.defineProperty(custom, camelCase(name), { value: values.slice(), enumerable: true });
  return custom as CustomBatch;
};
