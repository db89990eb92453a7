import { turnAndScale } from "../../statistics/bias/turn-and-scale.ts";
import { choice, type Finding, fault, fine } from "../finding.ts";
import { number } from "../findings/numbers.ts";
import type { Aggregate, TermName } from "./penalty-forms.ts";
import type { LanguageProblem } from "./problem.ts";
import type { LanguageReading } from "./read.ts";

const SECTION = "kl-penalties";

/** What the terms of a loss are, and what their gradient is. */
const TERM_TEXTS: Readonly<Record<TermName, readonly [what: string, of: string]>> = {
  k2: [
    "k2 in the loss, or an estimate with its gradient",
    "KL(π‖reference) of each token, without what a token does to the later ones",
  ],
  k3: ["k3 in the loss", "the forward KL(reference‖π) of each token that was visited"],
  abs: ["|log π − log reference| in the loss", "no divergence"],
  "k3 × ratio of the answer": [
    "k3 times the mean ratio of the answer, in the loss",
    "the forward KL(reference‖π), with another term that is of nothing",
  ],
  "k1 to go": ["k1 as a reward of every token, to go", "KL(π‖reference) of answers"],
  full: [
    "KL(π‖reference) of each distribution, in the loss",
    "that, without what a token does to the later ones",
  ],
  "full forward": [
    "KL(reference‖π) of each distribution, in the loss",
    "the forward KL of each token that was visited",
  ],
};

const AGGREGATE_TEXTS: Readonly<Record<Aggregate, string>> = {
  sum: "a sum over tokens, a mean over answers",
  "sequence-mean": "a mean over each answer",
  "token-mean": "a mean over all tokens",
  "padded-mean": "a mean over answers × the longest of them",
  "longest-mean": "a mean over answers × the largest length",
  total: "a sum over all tokens",
};

export const penaltyFindings = ({ divergence }: LanguageProblem, { penalty }: LanguageReading): Finding[] => {
  if (penalty === undefined) return [];
  const { form, coefficient = Number.NaN, mean } = penalty;
  const against = divergence.map((each) => -each);
  const { turnedBy } = turnAndScale(mean, against);
  const isTurned = turnedBy > VISIBLE;
  const angle = `turned by ${turnedBy.toFixed(1)}°`;
  if (form === undefined)
    return [
      choice(
        "penalty",
        SECTION,
        `a term of the reference policy that is none of the known penalties, ${angle} from that of KL(π‖reference)`,
      ),
    ];
  if (form.place === "value")
    return [
      fault(
        "penalty",
        SECTION,
        "the reference policy changes the loss and not its gradient, as k1 in the loss does: nothing is penalized",
      ),
    ];
  const [what, of] =
    form.place === "loss"
      ? TERM_TEXTS[form.term]
      : [
          `${form.estimate} as a reward of the answer`,
          form.estimate === "k1" ? "KL(π‖reference) of answers" : "neither KL(π‖reference) nor its estimate",
        ];
  const by = form.place === "loss" ? ` (${AGGREGATE_TEXTS[form.aggregate]})` : "";
  if (coefficient < 0)
    return [
      fault(
        "penalty",
        SECTION,
        `the sign of the penalty is reversed: ${number(coefficient)} times ${what}${by} drives the policy away from the reference`,
      ),
    ];
  const text = `a penalty, ${number(coefficient)} times ${what}${by}: the gradient of ${of}`;
  const isMeant = form.place === "reward" ? form.estimate === "k1" : form.term === "k1 to go";
  if (!isMeant)
    return [choice("penalty", SECTION, `${text}, ${angle} from that of KL(π‖reference) of answers`)];
  return [
    isTurned ? choice("penalty", SECTION, `${text}, ${angle} by what divides it`) : fine("penalty", text),
  ];
};

/** Angle in degrees that is no rounding. */
const VISIBLE = 0.05;

/** Relative difference of scales from which prompts count differently. */
const UNLIKE = 0.01;

/** Whether prompts count by how hard they are. */
export const promptFindings = ({ scales }: LanguageReading, isNormalized: boolean): Finding[] => {
  const [least, most] = [Math.min(...scales), Math.max(...scales)];
  if (!isNormalized || most - least <= UNLIKE * Math.abs(most)) return [];
  return [
    choice(
      "prompts",
      "prompts-by-difficulty",
      `prompts count by the spread of their rewards: those of the two here ${scales.map((each) => number(each)).join(" and ")} times`,
    ),
  ];
};
