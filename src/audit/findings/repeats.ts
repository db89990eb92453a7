import { choice, type Finding, fault, fine, unread } from "../finding.ts";
import { SAME } from "../interview.ts";
import type { Reading } from "../read.ts";

/** Whether the same batch has the same answer, in any order. */
export const repeating = ({
  answers: { repeats, draws, order, remembered },
  structure,
  normalization,
}: Reading): Finding[] => {
  const found: Finding[] = [];
  if (repeats === "unseeded")
    found.push(
      unread(
        "repeats",
        "the same batch and the same seed give another answer each time: seed what you draw with batch.seed",
      ),
    );
  else if (repeats === "remembers") {
    const shift = remembered?.map((each, k) => each / (structure?.coefficients.factors[k] ?? 1));
    const alike = shift?.every((each) => Math.abs(each - shift[0]) <= 1e-4 * Math.abs(shift[0])) ?? false;
    const text = alike
      ? "a baseline that is remembered from earlier batches"
      : "it remembers something: the same batch asked twice gives two answers";
    found.push(alike && structure ? choice("repeats", "memory", text) : fault("repeats", "memory", text));
  } else if (draws) {
    const what = normalization?.minibatches ? "its minibatches" : "something";
    found.push(choice("draws", "own-draws", `it draws ${what} itself: another seed, another answer`));
  }
  if (repeats === "same" && !draws && order !== undefined) {
    const matters = order > SAME;
    found.push(
      matters
        ? fault("order", "order-of-trajectories", "the order of the trajectories matters")
        : fine(
            "repeats",
            "a function of its input: same batch, same answer; the order of trajectories does not matter",
          ),
    );
  }
  return found;
};
