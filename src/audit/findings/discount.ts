import type { Exam } from "../exam.ts";
import { choice, type Finding, fault, fine } from "../finding.ts";
import type { Structure } from "../structure.ts";
import { isNear, number } from "./numbers.ts";

export const lag = ({ discount }: Exam, { kind, decay, values }: Structure): Finding => {
  const list = decay.map((each) => (each === undefined ? "?" : number(each))).join(", ");
  if (kind === "total") {
    const only = isNear(decay[0], 1) && decay.slice(1).every((each) => isNear(each, 1));
    return choice(
      "credit",
      "whole-returns",
      only
        ? "every step is weighted by all rewards of its trajectory alike, undiscounted"
        : `every step is weighted by the whole return of its trajectory (rewards count ${list})`,
    );
  }
  const [, next] = decay;
  if (next === undefined)
    return choice("credit", "credit-by-lag", `rewards count ${list} by how much later they come`);
  let geometric = true;
  let power = 1;
  for (const each of decay) {
    if (each !== undefined && !isNear(each, power)) geometric = false;
    power *= next;
  }
  if (!geometric)
    return choice("credit", "credit-by-lag", `rewards count ${list} by how much later they come`);
  const isFree = values.next === undefined || isNear(values.next, 0);
  if (isFree && isNear(next, discount))
    return fine("credit", `a later reward counts ${number(next)} per step: γ`);
  if (isFree && isNear(next, 0))
    return choice("credit", "credit-by-lag", "no later reward counts, only that of the step itself");
  const ownDiscount = isFree ? next : next + (values.next ?? 0);
  if (isNear(ownDiscount, discount))
    return choice(
      "credit",
      "lambda",
      `a later reward counts ${number(next)} per step: λ = ${number(next / discount)}`,
    );
  return choice(
    "credit",
    "another-discount",
    `a later reward counts ${number(next)} per step, with a discount of its own of ${number(ownDiscount)} where the batch has γ = ${number(discount)}`,
  );
};

export const stateWeighting = ({ kind, coefficients, decay, values }: Structure): Finding => {
  const isFree = values.next === undefined || isNear(values.next, 0);
  const undiscounted = isNear(decay[1], 1) && isFree;
  switch (coefficients.stateWeight) {
    case "twice":
      return fault(
        "stateWeight",
        "discount-counted-twice",
        "the score at time t counts γ²ᵗ: γᵗ is counted twice",
      );
    case "discounted":
      return fine("stateWeight", "the score at time t counts γᵗ, as in ∇J");
    case "none":
      if (undiscounted)
        return choice(
          "stateWeight",
          "nothing-discounted",
          "nothing is discounted: it is of J with γ = 1, whatever γ is",
        );
      if (kind === "total") return fine("stateWeight", "returns are discounted from the start, as in ∇J");
      return choice(
        "stateWeight",
        "dropped-discount",
        "the score at time t counts 1: γᵗ is dropped, as most code does",
      );
  }
};
