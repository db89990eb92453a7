import type { Exam } from "./exam.ts";
import type { Finding } from "./finding.ts";
import { SAME } from "./interview.ts";
import type { Reading } from "./read.ts";
import type { Structure } from "./structure.ts";

const number = (value: number): string => String(Number(value.toPrecision(4)));
const percent = (part: number): string => `${Number((100 * part).toPrecision(2))} %`;
const isNear = (a: number | undefined, b: number): boolean => a !== undefined && Math.abs(a - b) < 2e-3;

/** What was read, in words. @param alone whether advantages are judged alone, without what the caller does with them */
export const findingsOf = (exam: Exam, reading: Reading, alone: boolean): Finding[] => [
  ...repeating(reading),
  ...form(reading, alone),
  ...normalizing(reading),
  ...lastSteps(exam, reading),
  ...(reading.structure
    ? crediting(exam, reading.structure, reading, alone)
    : [unread(reading)].filter((each) => each !== undefined)),
];

const repeating = ({ answers: { repeats, draws, order, remembered }, structure }: Reading): Finding[] => {
  const found: Finding[] = [];
  if (repeats === "unseeded")
    found.push({
      fact: "repeats",
      kind: "unread",
      text: "the same batch and the same seed give another answer each time: seed what you draw with batch.seed",
    });
  else if (repeats === "remembers") {
    const shift = remembered?.map((each, k) => each / (structure?.coefficients.factors[k] ?? 1));
    const alike = shift?.every((each) => Math.abs(each - shift[0]) <= 1e-4 * Math.abs(shift[0])) ?? false;
    found.push({
      fact: "repeats",
      kind: alike && structure ? "choice" : "fault",
      section: "memory",
      text: alike
        ? "a baseline that is remembered from earlier batches"
        : "it remembers something: the same batch asked twice gives two answers",
    });
  } else if (draws)
    found.push({
      fact: "draws",
      kind: "choice",
      section: "own-draws",
      text: "it draws something itself: another seed, another answer",
    });
  if (repeats === "same" && !draws && order !== undefined) {
    const matters = order > SAME;
    found.push(
      matters
        ? {
            fact: "order",
            kind: "fault",
            section: "order-of-trajectories",
            text: "the order of the trajectories matters",
          }
        : {
            fact: "repeats",
            kind: "fine",
            text: "a function of its input: same batch, same answer; the order of trajectories does not matter",
          },
    );
  }
  return found;
};

/** Whether it is a weighting of scores, and nothing else. */
const form = (
  { answers: { odd, even, paddingRest, degree }, rewardFree }: Reading,
  alone: boolean,
): Finding[] => {
  const found: Finding[] = [];
  if (!alone) {
    const rest = Math.max(odd.relativeRest, 0);
    if (rest > SAME)
      found.push(
        paddingRest > 0.999
          ? {
              fact: "rest",
              kind: "fault",
              section: "padding",
              text: `padding gets a gradient, ${percent(rest)} of all`,
            }
          : {
              fact: "rest",
              kind: "fault",
              section: "other-gradients",
              text: `${percent(rest)} of it weights no score of the batch: something else has a gradient, such as a value that is not detached or its loss`,
            },
      );
    else if (even.relative <= SAME)
      found.push({
        fact: "rest",
        kind: "fine",
        text: `a weighted sum of scores, nothing else (rest ${rest.toExponential(0)})`,
      });
  }
  if (!(even.relative > SAME)) return found;
  if (rewardFree === undefined) {
    if (degree !== "normalized" && degree !== "linear")
      found.push({
        fact: "rewardFree",
        kind: "unread",
        text: "rewards enter in a way that is not odd: reversed, they do not reverse it",
      });
    return found;
  }
  const { name, coefficient, relative, isWeighting } = rewardFree;
  const size = `${percent(relative)} of it`;
  if (name === "entropy")
    found.push({
      fact: "rewardFree",
      kind: "fault",
      section: "terms-without-rewards",
      text: `a term that knows no reward, ${size}: the entropy of the policy, ${number(coefficient ?? 0)} times its mean over the steps`,
    });
  else if (name === "weight-decay")
    found.push({
      fact: "rewardFree",
      kind: "fault",
      section: "terms-without-rewards",
      text: `a term that knows no reward, ${size}: θ itself, times ${number(coefficient ?? 0)} (weight decay)`,
    });
  else if (isWeighting)
    found.push({
      fact: "rewardFree",
      kind: "choice",
      section: "terms-without-rewards",
      text: `a part of the weights, ${size}, knows neither rewards nor values: a baseline of its own, or log-probabilities`,
    });
  else if (paddingRest > 0.999)
    found.push({
      fact: "rewardFree",
      kind: "fault",
      section: "padding",
      text: `padding gets a gradient that knows no reward, ${size}`,
    });
  else
    found.push({
      fact: "rewardFree",
      kind: "fault",
      section: "other-gradients",
      text: `a term that knows no reward, ${size}: something has a gradient that should be detached`,
    });
  return found;
};

const OVER = {
  "all-steps": "all steps of the batch",
  "each-time": "the steps of each time, one time after the other",
  "each-trajectory": "the steps of each trajectory alone",
  "steps-of-each-group": "the steps of each group",
  trajectories: "the trajectories of the batch",
  "each-group": "the trajectories of each group",
} as const;

const normalizing = ({ normalization, answers: { degree } }: Reading): Finding[] => {
  if (degree !== "normalized") return [];
  if (normalization === undefined)
    return [
      {
        fact: "normalization",
        kind: "choice",
        section: "normalization",
        text: "scaled: twice the rewards give the same; by what is not known",
      },
    ];
  const { over, deviation } = normalization;
  const text = `normalized: mean 0 and deviation 1 over ${OVER[over]} (of the ${deviation})`;
  return [{ fact: "normalization", kind: "choice", section: "normalization", text }];
};

/** Whether the last step of every trajectory has no weight, whatever the rewards are. */
const lastSteps = ({ trajectory }: Exam, { answers, structure }: Reading): Finding[] => {
  const { odd, responses, degree } = answers;
  if (structure?.kind === "one-early" || degree === "none") return [];
  const all = [odd.weights, ...responses];
  const size = Math.max(...odd.weights.map(Math.abs));
  const isLast = (k: number) => trajectory[k + 1] !== trajectory[k];
  const idle = trajectory.every((_, k) => !isLast(k) || all.every((w) => Math.abs(w[k]) <= 1e-9 * size));
  if (!idle) return [];
  const text =
    "the last step of every trajectory has no weight: its end is masked out, or a loop stops before it";
  return [{ fact: "credit", kind: "fault", section: "last-steps", text }];
};

const crediting = (exam: Exam, structure: Structure, { answers }: Reading, alone: boolean): Finding[] => {
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
    found.push({
      fact: "mask",
      kind: "fault",
      section: "masks-at-ends",
      text: `${where}: ${what} of the next trajectory count for the one before`,
    });
  } else if (leaks.length > 0 || structure.mixed)
    found.push({
      fact: "baseline",
      kind: "unread",
      text: "trajectories act on each other, as by a baseline of the batch that is none of the known",
    });
  if (structure.lastAlone)
    found.push({
      fact: "mask",
      kind: "fault",
      section: "masks-at-ends",
      text: "the end of a trajectory is masked one step early: its last reward counts for the last step alone",
    });
  if (kind === "one-early")
    found.push({
      fact: "shift",
      kind: "fault",
      section: "shifted-by-one",
      text: "shifted by one: what follows from a reward counts for the step before it",
    });
  if (kind === "one-late")
    found.push({
      fact: "shift",
      kind: "fault",
      section: "shifted-by-one",
      text: "shifted by one: what follows from a reward counts for the step after it",
    });
  const isShifted = kind === "one-early" || kind === "one-late";
  if (!isShifted) found.push(credit(exam, structure));
  if (values.own !== undefined && !isShifted) {
    if (isNear(values.own, -1))
      found.push({ fact: "baseline", kind: "fine", text: "a value is subtracted as a baseline" });
    else if (isNear(values.own, 1))
      found.push({
        fact: "baseline",
        kind: "fault",
        section: "value-as-baseline",
        text: "the value of a state is added, not subtracted",
      });
    else if (!isNear(values.own, 0))
      found.push({
        fact: "baseline",
        kind: "choice",
        section: "value-as-baseline",
        text: `${number(-values.own)} times the value of a state is subtracted`,
      });
  }
  if (common)
    found.push({
      fact: "baseline",
      kind: "fine",
      text:
        common.part === "each-time"
          ? "a mean of the batch is subtracted at each time"
          : "a mean of the batch, or of its group, is subtracted",
    });
  if (!alone) {
    if (exam.discount < 1) found.push(stateWeighting(structure));
    found.push(divisor(structure));
    if (scale < 0)
      found.push({
        fact: "sign",
        kind: "fault",
        section: "reversed-sign",
        text: "it goes downhill: the sign is reversed",
      });
    else if (answers.degree !== "normalized" && known === undefined)
      found.push({
        fact: "divisor",
        kind: "choice",
        section: "constant-factors",
        text: `all of it is multiplied by ${number(scale)}`,
      });
  } else if (scale < 0)
    found.push({
      fact: "sign",
      kind: "fault",
      section: "reversed-sign",
      text: "the sign is reversed: a reward makes an action less likely",
    });
  if (!isShifted) found.push(...atEnds(exam, ends));
  return found;
};

const stateWeighting = ({ kind, coefficients, decay, values }: Structure): Finding => {
  const fact = "stateWeight";
  const isFree = values.next === undefined || isNear(values.next, 0);
  const undiscounted = isNear(decay[1], 1) && isFree;
  switch (coefficients.stateWeight) {
    case "twice":
      return {
        fact,
        kind: "fault",
        section: "discount-counted-twice",
        text: "the score at time t counts γ²ᵗ: γᵗ is counted twice",
      };
    case "discounted":
      return { fact, kind: "fine", text: "the score at time t counts γᵗ, as in ∇J" };
    case "none":
      if (undiscounted)
        return {
          fact,
          kind: "choice",
          section: "nothing-discounted",
          text: "nothing is discounted: it is of J with γ = 1, whatever γ is",
        };
      if (kind === "total")
        return { fact, kind: "fine", text: "returns are discounted from the start, as in ∇J" };
      return {
        fact,
        kind: "choice",
        section: "dropped-discount",
        text: "the score at time t counts 1: γᵗ is dropped, as most code does",
      };
  }
};

const credit = ({ discount }: Exam, { kind, decay, values }: Structure): Finding => {
  const list = decay.map((each) => (each === undefined ? "?" : number(each))).join(", ");
  if (kind === "total") {
    const only = isNear(decay[0], 1) && decay.slice(1).every((each) => isNear(each, 1));
    return {
      fact: "credit",
      kind: "choice",
      section: "whole-returns",
      text: only
        ? "every step is weighted by all rewards of its trajectory alike, undiscounted"
        : `every step is weighted by the whole return of its trajectory (rewards count ${list})`,
    };
  }
  const [, next] = decay;
  if (next === undefined)
    return {
      fact: "credit",
      kind: "choice",
      section: "credit-by-lag",
      text: `rewards count ${list} by how much later they come`,
    };
  let geometric = true;
  let power = 1;
  for (const each of decay) {
    if (each !== undefined && !isNear(each, power)) geometric = false;
    power *= next;
  }
  if (!geometric)
    return {
      fact: "credit",
      kind: "choice",
      section: "credit-by-lag",
      text: `rewards count ${list} by how much later they come`,
    };
  const isFree = values.next === undefined || isNear(values.next, 0);
  if (isFree && isNear(next, discount))
    return { fact: "credit", kind: "fine", text: `a later reward counts ${number(next)} per step: γ` };
  const ownDiscount = isFree ? next : next + (values.next ?? 0);
  if (isNear(ownDiscount, discount))
    return {
      fact: "credit",
      kind: "choice",
      section: "lambda",
      text: `a later reward counts ${number(next)} per step: λ = ${number(next / discount)}`,
    };
  return {
    fact: "credit",
    kind: "choice",
    section: "another-discount",
    text: `a later reward counts ${number(next)} per step, with a discount of its own of ${number(ownDiscount)} where the batch has γ = ${number(discount)}`,
  };
};

const divisor = ({ coefficients: { divisor }, known }: Structure): Finding => {
  const fact = "divisor";
  const times = known?.factor ? `, times ${known.factor}` : "";
  switch (divisor.kind) {
    case "trajectory":
      return {
        fact,
        kind: "choice",
        section: "means-over-steps",
        text: `a mean over the steps of each trajectory, then over trajectories${times}`,
      };
    case "group":
      return {
        fact,
        kind: "choice",
        section: "means-over-steps",
        text: `a mean over all steps of each group, then over groups${times}`,
      };
    case "pieces":
      return {
        fact,
        kind: "fault",
        section: "averaged-pieces",
        text: `means of pieces are averaged: a step counts 1/(steps of its piece of ${"steps" in divisor ? `${divisor.steps} steps` : `${divisor.trajectories} trajectories`})`,
      };
    case "one":
      switch (known?.by) {
        case "trajectories":
          return { fact, kind: "fine", text: `a sum over steps, a mean over trajectories${times}` };
        case "steps":
          return {
            fact,
            kind: "choice",
            section: "means-over-steps",
            text: `a mean over all steps of the batch, not over trajectories${times}`,
          };
        case "padded-steps":
          return {
            fact,
            kind: "choice",
            section: "means-over-steps",
            text: `a mean over trajectories × the longest length${times}`,
          };
        case "nothing":
          return {
            fact,
            kind: "choice",
            section: "constant-factors",
            text: `a sum over the batch, not a mean${times}`,
          };
        default:
          return {
            fact,
            kind: "choice",
            section: "constant-factors",
            text: "what it is divided by is not known",
          };
      }
  }
};

const atEnds = ({ discount }: Exam, { cut, ended }: Structure["ends"]): Finding[] => {
  const fact = "truncation";
  const found: Finding[] = [];
  if (ended !== undefined && !isNear(ended, 0))
    found.push({
      fact,
      kind: "fault",
      section: "values-after-ends",
      text: "the value after the end of a trajectory counts, where nothing follows",
    });
  if (cut === undefined) return found;
  if (isNear(cut, 0))
    found.push({
      fact,
      kind: "choice",
      section: "cut-off-trajectories",
      text: "a trajectory that was cut off is taken as ended: right for J of this horizon",
    });
  else if (isNear(cut, discount))
    found.push({
      fact,
      kind: "choice",
      section: "cut-off-trajectories",
      text: "a trajectory that was cut off goes on with V of its last state",
    });
  else
    found.push({
      fact,
      kind: "choice",
      section: "cut-off-trajectories",
      text: `a trajectory that was cut off goes on with ${number(cut)} times V of its last state`,
    });
  return found;
};

const unread = ({ answers: { degree, repeats } }: Reading): Finding | undefined => {
  if (repeats === "unseeded") return undefined;
  const text =
    degree === "none"
      ? "neither rewards nor values change the answer"
      : degree === "other"
        ? "rewards enter neither linearly nor normalized: their credit cannot be read"
        : "how rewards enter is none of the known ways: their credit cannot be read";
  return { fact: "credit", kind: "unread", text };
};
