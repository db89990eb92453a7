import { norm } from "../../linear-algebra/norm.ts";
import type { Exam } from "../exam.ts";
import { choice, type Finding, fault, fine, unread } from "../finding.ts";
import { SAME } from "../interview.ts";
import type { Misdirection } from "../misdirection.ts";
import type { Reading } from "../read.ts";
import type { Structure } from "../structure.ts";
import { lag, stateWeighting } from "./discount.ts";
import { divisor } from "./divisor.ts";
import { atEnds } from "./ends.ts";
import { isNear, number } from "./numbers.ts";

/** How rewards and values count for the steps, where it could be read. */
export const crediting = (
  exam: Exam,
  structure: Structure,
  { answers }: Reading,
  alone: boolean,
): Finding[] => {
  const { kind, known, scale, leaks, values, ends, common } = structure;
  const found: Finding[] = [];
  const depends = answers.order === undefined || answers.order > SAME;
  if (leaks.length > 0 && depends) {
    const cut = leaks.some(({ from }) => exam.lengths[from] === exam.horizon);
    const ended = leaks.some(({ from }) => exam.lengths[from] < exam.horizon);
    const what = leaks.some(({ of }) => of === "reward") ? "rewards" : "values";
    const where =
      cut && ended
        ? "no end is masked"
        : cut
          ? "only ends by a time limit are not masked"
          : "only real ends are not masked";
    found.push(
      fault("mask", "masks-at-ends", `${where}: ${what} of the next trajectory count for the one before`),
    );
  } else if (leaks.length > 0 || structure.mixed)
    found.push(
      unread(
        "baseline",
        "trajectories act on each other, as by a baseline of the batch that is none of the known",
      ),
    );
  if (structure.lastAlone)
    found.push(
      fault(
        "mask",
        "masks-at-ends",
        "the end of a trajectory is masked one step early: its last reward counts for the last step alone",
      ),
    );
  if (kind === "one-early")
    found.push(
      fault(
        "shift",
        "shifted-by-one",
        "shifted by one: what follows from a reward counts for the step before it",
      ),
    );
  if (kind === "one-late")
    found.push(
      fault(
        "shift",
        "shifted-by-one",
        "shifted by one: what follows from a reward counts for the step after it",
      ),
    );
  const isShifted = kind === "one-early" || kind === "one-late";
  if (!isShifted && !exam.language) found.push(lag(exam, structure));
  if (values.own !== undefined && !isShifted) {
    if (isNear(values.own, -1)) found.push(fine("baseline", "a value is subtracted as a baseline"));
    else if (isNear(values.own, 1))
      found.push(fault("baseline", "value-as-baseline", "the value of a state is added, not subtracted"));
    else if (!isNear(values.own, 0))
      found.push(
        choice(
          "baseline",
          "value-as-baseline",
          `${number(-values.own)} times the value of a state is subtracted`,
        ),
      );
  }
  if (common)
    found.push(
      fine(
        "baseline",
        common.part === "each-time"
          ? "a mean of the batch is subtracted at each time"
          : "a mean of the batch, or of its group, is subtracted",
      ),
    );
  if (!alone) {
    if (exam.discount < 1) found.push(stateWeighting(structure));
    found.push(divisor(structure));
    if (scale < 0) found.push(fault("sign", "reversed-sign", "it goes downhill: the sign is reversed"));
    else if (answers.degree !== "normalized" && known === undefined)
      found.push(choice("divisor", "constant-factors", `all of it is multiplied by ${number(scale)}`));
  } else if (scale < 0)
    found.push(fault("sign", "reversed-sign", "the sign is reversed: a reward makes an action less likely"));
  if (!isShifted && !exam.language) found.push(...atEnds(exam, ends));
  return found;
};

const MISDIRECTED: Record<Misdirection, Finding> = {
  everywhere: fault(
    "credit",
    "steps-alike",
    "every reward counts for every step of the batch alike, as where [steps, 1] times [steps] makes a matrix",
  ),
  "values-everywhere": fault(
    "baseline",
    "steps-alike",
    "every value counts for every step of the batch alike, as where [steps] minus [steps, 1] makes a matrix",
  ),
  backwards: fault(
    "credit",
    "past-rewards",
    "a reward counts for its own step and those after it, and for none before: the sum runs forwards",
  ),
};

/** What is said of it where it could not. */
export const unreadCredit = (
  { answers: { degree, repeats, draws, even, odd }, misdirection }: Reading,
  alone: boolean,
): Finding[] => {
  if (repeats === "unseeded") return [];
  if (misdirection) return [MISDIRECTED[misdirection]];
  if (degree === "none" && !alone && even.relative > SAME && norm(odd.weights) === 0)
    return [fault("credit", "terms-without-rewards", "no reward and no value changes the gradient")];
  const text =
    degree === "none"
      ? "neither rewards nor values change the answer"
      : draws
        ? "what it draws hides how rewards enter: take the whole batch as one minibatch for the audit, and no dropout"
        : degree === "other"
          ? "rewards enter neither linearly nor normalized: their credit cannot be read"
          : "how rewards enter is none of the known ways: their credit cannot be read";
  return [unread("credit", text)];
};
