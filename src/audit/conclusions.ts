import type { Interval } from "../statistics/interval.ts";
import type { CatalogueEntry, Options } from "./catalogue.ts";
import { number, size } from "./findings/numbers.ts";
import { isRight, type Name } from "./names.ts";
import type { Difference, Numbers } from "./numbers.ts";

/** Which of our estimators it is, in lines. */
export const nameLines = (
  { kind, entry, difference, factor, likeness }: Name,
  discount: number,
): string[] => {
  const heads = {
    equal: `equal to ours, batch by batch (${size(difference)}):`,
    parallel: `parallel to ours in every batch (${size(difference)}), times ${Number(factor.toPrecision(6))}:`,
    near: `equal to none of ours; the nearest, as a hint only (R² = ${likeness.toFixed(2)}):`,
  };
  const of = entry.discount === discount ? "" : `, of returns with γ = ${entry.discount}`;
  return [heads[kind], `  ${optionsText(entry)}${of}`];
};

/** Options as a study has them; where values come from is not known. */
export const optionsText = ({ options, end }: Pick<CatalogueEntry, "options" | "end">): string => {
  const parts = Object.entries(options).map(([key, value]) => `${key}: ${valueText(key, value)}`);
  return `{ ${parts.join(", ")} }${options.kind === "actor-critic" && end ? " with nothing after the horizon" : ""}`;
};

const valueText = (key: string, value: unknown): string => {
  if (key === "critic") return "…";
  if (typeof value !== "object" || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([inner, each]) => `${inner}: ${valueText(inner, each)}`)
    .join(", ")} }`;
};

/** Whether it estimates ∇J of the batch's γ without bias, where its values are right. */
export const isGradient = (name: Name | undefined, discount: number): boolean =>
  name?.kind === "equal" && isRight(name.entry, discount);

/** What it is the gradient of, in lines. */
export const numberLines = (
  numbers: Numbers | undefined,
  name: Name | undefined,
  discount: number,
  horizon: number,
): string[] => {
  const lines: string[] = [];
  const equal = name?.kind === "equal" ? name.entry : undefined;
  const objective = `J (γ = ${equal?.discount ?? discount}, T = ${horizon}, a problem of 12 states)`;
  if (equal?.estimator.estimand.unbiased) {
    const proviso = equal.options.kind === "actor-critic" ? ", if V is exact" : "";
    lines.push(
      `an unbiased estimate of ∇J${equal.discount === discount ? "" : ` at γ = ${equal.discount}`}${proviso}`,
    );
  } else if (numbers) {
    const exact = numbers.method === "exact";
    const turned = `turned by ${exact ? `${numbers.turnedBy.estimate.toFixed(1)}°` : angle(numbers.turnedBy)}`;
    const scaled = `scaled by ${exact ? numbers.scaledBy.estimate.toFixed(2) : interval(numbers.scaledBy, 2)}`;
    const seen = numbers.turnedBy.low > 0 || numbers.scaledBy.low > 1 || numbers.scaledBy.high < 1;
    lines.push(`${seen ? "not the gradient of" : "no bias is seen for"} ${objective}: ${turned}, ${scaled}`);
    lines.push(
      exact ? "  (exact)" : `  (95 % intervals, from ${numbers.replicates} batches of 8 trajectories)`,
    );
  }
  const { right, nearest } = numbers?.paired ?? {};
  if (right && !equal?.estimator.estimand.unbiased) lines.push(...pairedLine("one that is right", right));
  if (nearest) lines.push(...pairedLine("the nearest of ours", nearest));
  if (numbers?.noise !== undefined)
    lines.push(`noise of a batch of 8 trajectories: ${numbers.noise.toFixed(2)} ‖∇J‖ (exact)`);
  const changes = equal && !equal.estimator.estimand.unbiased ? unbiasedBy(equal.options, equal.end) : [];
  if (changes.length > 0) lines.push(`without bias it would be with ${changes.join(", ")}`);
  return lines;
};

/** Relative difference from what is meant to be equal; float32 rounds by 1e-7. */
const EXACT = 1e-6;

/** Whether the mean is the gradient itself, as was computed. */
export const isExactly = (numbers: Numbers | undefined): boolean =>
  numbers?.method === "exact" && numbers.bias.estimate < EXACT;

/** What a loss of a language model is the gradient of, in lines. @param penalty β of the objective J − β KL */
export const languageLines = (numbers: Numbers | undefined, penalty: number): string[] => {
  if (numbers === undefined) return ["all gradients are 0"];
  const objective = penalty === 0 ? "J" : `J − ${number(penalty)} KL(π‖reference)`;
  const { turnedBy, scaledBy, noise = Number.NaN } = numbers;
  const of = isExactly(numbers)
    ? `an unbiased estimate of the gradient of ${objective}`
    : `not the gradient of ${objective}: turned by ${turnedBy.estimate.toFixed(1)}°, scaled by ${scaledBy.estimate.toFixed(2)}`;
  return [
    of,
    "  (exact: all groups of 3 of the answers to two prompts, of at most two tokens)",
    `noise of a group: ${noise.toFixed(2)} times that gradient (exact)`,
  ];
};

/** What a difference on the same batches says; nothing where none is seen. */
const pairedLine = (what: string, { bias, z }: Difference): string[] =>
  bias.low > 0
    ? [`on the same batches as ${what}: ${interval(bias, 2)} ‖∇J‖ apart (z = ${z.toFixed(0)})`]
    : [];

/** What to change so that its mean is ∇J; empty where that is not a matter of these options. */
const unbiasedBy = (options: Options, end: boolean): string[] => {
  const changes: string[] = [];
  if (options.kind === "group-relative") {
    if (options.center !== "none" && options.center !== "group-leave-one-out")
      changes.push("center: group-leave-one-out");
    if (options.scale !== undefined) changes.push("scale: none");
    if (options.aggregate !== "sum") changes.push("aggregate: sum");
    return changes;
  }
  if (options.stateWeight === "none") changes.push("stateWeight: discounted");
  if (options.average === "steps") changes.push("average: trajectories");
  if (options.normalize === "batch") changes.push("normalize: none");
  if (options.kind === "actor-critic" && !end) changes.push("nothing after the horizon");
  return changes;
};

const interval = ({ estimate, low, high }: Interval, digits: number): string =>
  `${estimate.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`;

const angle = ({ estimate, low, high }: Interval): string =>
  `${estimate.toFixed(1)}° [${low.toFixed(1)}°, ${high.toFixed(1)}°]`;
