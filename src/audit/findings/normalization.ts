import { choice, type Finding } from "../finding.ts";
import type { Reading } from "../read.ts";

const OVER = {
  "all-steps": "all steps of the batch",
  "each-time": "the steps of each time, one time after the other",
  "each-trajectory": "the steps of each trajectory alone",
  "steps-of-each-group": "the steps of each group",
  trajectories: "the trajectories of the batch",
  "each-group": "the trajectories of each group",
  minibatches: "each minibatch that it draws",
} as const;

export const normalizing = ({ normalization, answers: { degree } }: Reading): Finding[] => {
  if (degree !== "normalized") return [];
  if (normalization === undefined)
    return [
      choice(
        "normalization",
        "normalization",
        "scaled: twice the rewards give the same; by what is not known",
      ),
    ];
  const { over, deviation } = normalization;
  const text = `normalized: mean 0 and deviation 1 over ${OVER[over]} (of the ${deviation})`;
  return [choice("normalization", "normalization", text)];
};
