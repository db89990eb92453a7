import { choice, type Finding, fault, fine, unread } from "../finding.ts";
import { SAME } from "../interview.ts";
import type { Reading } from "../read.ts";
import { number, percent, size } from "./numbers.ts";

/** Whether it is a weighting of scores, and nothing else. */
export const form = (
  { answers: { odd, even, paddingRest, degree }, rewardFree }: Reading,
  alone: boolean,
): Finding[] => {
  const found: Finding[] = [];
  if (!alone) {
    const rest = Math.max(odd.relativeRest, 0);
    if (rest > SAME)
      found.push(
        paddingRest > 0.999
          ? fault("rest", "padding", `padding gets a gradient, ${percent(rest)} of all`)
          : fault(
              "rest",
              "other-gradients",
              `${percent(rest)} of it weights no score of the batch: something else has a gradient, such as a value that is not detached or its loss`,
            ),
      );
    else if (even.relative <= SAME)
      found.push(fine("rest", `a weighted sum of scores, nothing else (rest ${size(rest)})`));
  }
  if (!(even.relative > SAME)) return found;
  if (rewardFree === undefined) {
    if (degree !== "normalized" && degree !== "linear")
      found.push(
        unread("rewardFree", "rewards enter in a way that is not odd: reversed, they do not reverse it"),
      );
    return found;
  }
  const { name, coefficient, relative, isWeighting } = rewardFree;
  const part = `${percent(relative)} of it`;
  if (name === "entropy" || name === "entropy-of-trajectories") {
    const average =
      name === "entropy" ? "its mean over the steps" : "the mean of its mean over each trajectory";
    found.push(
      fault(
        "rewardFree",
        "terms-without-rewards",
        `a term that knows no reward, ${part}: the entropy of the policy, ${number(coefficient ?? 0)} times ${average}`,
      ),
    );
  } else if (name === "weight-decay")
    found.push(
      fault(
        "rewardFree",
        "terms-without-rewards",
        `a term that knows no reward, ${part}: θ itself, times ${number(coefficient ?? 0)} (weight decay)`,
      ),
    );
  else if (isWeighting)
    found.push(
      choice(
        "rewardFree",
        "terms-without-rewards",
        `a part of the weights, ${part}, knows neither rewards nor values: a baseline of its own, or log-probabilities`,
      ),
    );
  else if (paddingRest > 0.999)
    found.push(fault("rewardFree", "padding", `padding gets a gradient that knows no reward, ${part}`));
  else
    found.push(
      fault(
        "rewardFree",
        "other-gradients",
        `a term that knows no reward, ${part}: something has a gradient that should be detached`,
      ),
    );
  return found;
};
