import type { FunctionPolicy } from "../policies/policy.ts";

/**
 * The behavior μ = (1 − ε) π + ε / A of a policy over A discrete actions: after each action of π one uniform decides
 * whether it is replaced, and another by which.
 *
 * @param uniformPart ε; the policy itself where it is 0
 * @throws RangeError where actions are continuous: they have no uniform distribution
 */
export const partlyUniform = (policy: FunctionPolicy, uniformPart: number): Pick<FunctionPolicy, "act"> => {
  if (uniformPart === 0) return policy;
  const { count } = policy.action;
  if (count === undefined)
    throw new RangeError(`a uniform behavior needs discrete actions; those of ${policy.kind} are continuous`);
  return {
    act(observations, rows, time, random, out) {
      policy.act(observations, rows, time, random, out);
      for (let r = 0; r < rows; r++)
        if (random.next() < uniformPart) out[r] = Math.floor(random.next() * count);
    },
  };
};
