import type { Point } from "../../problem/point.ts";
import type { Question } from "./answered.ts";

/** What is sent along with the arrays of a batch, as texts. */
export const metadataOf = ({ batch, point, seed, stateWeight }: Question): Record<string, string> => {
  const { discount, horizon } = point.problem.objective;
  return {
    seed: String(seed),
    discount: String(discount),
    horizon: String(horizon),
    state_weight: stateWeight,
    group_size: String(batch.groupSize),
    policy: JSON.stringify(shapeOf(point)),
  };
};

/** What an outside policy is made from. */
const shapeOf = ({ policy }: Point): object => {
  if (!("observationSize" in policy))
    return { kind: policy.kind, states: policy.states, actions: policy.actions };
  const { kind, observationSize, hidden, action } = policy;
  return { kind, observations: observationSize, hidden, action: { count: action.count, size: action.size } };
};
