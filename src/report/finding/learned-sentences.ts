import type { Learned } from "./learned.ts";
import { countText, learnedText } from "./words.ts";

/** Those that have learned, the best first; last those whose value is not finite. */
export const ranked = (agents: readonly Learned[]): readonly Learned[] =>
  agents.filter(({ updates }) => updates > 0).sort((a, b) => rank(b) - rank(a));

const rank = ({ value: { estimate } }: Learned): number =>
  Number.isNaN(estimate) ? Number.NEGATIVE_INFINITY : estimate;

/** When they are compared: "After 100 updates", "At the end" where they made different numbers. */
export const afterText = (agents: readonly Learned[]): string => {
  const [{ updates }] = agents;
  if (agents.some((each) => each.updates !== updates)) return "At the end";
  return `After ${countText(updates)} ${updates === 1 ? "update" : "updates"}`;
};

/** What they are compared by. */
export const measureText = (agents: readonly Learned[]): string =>
  agents.every(({ exact }) => exact) ? "J" : "mean return";

/** What the intervals are: "95 % over 5 seeds". */
export const seedsText = (agents: readonly Learned[]): string => {
  const seeds = agents.map((each) => each.seeds);
  const [fewest, most] = [Math.min(...seeds), Math.max(...seeds)];
  return fewest === most ? `95 % over ${most} seeds` : `95 % over ${fewest} to ${most} seeds`;
};

/** Whether the intervals over the seeds tell the first of some from the last. */
export const areToldApart = (known: readonly Learned[]): boolean =>
  known.length > 1 && known[0].value.low > known[known.length - 1].value.high;

/** Who has learned most, where the intervals over seeds tell agents apart. */
export const learnedSentences = (agents: readonly Learned[]): string[] => {
  const known = ranked(agents).filter(({ value }) => !Number.isNaN(value.estimate));
  const [most, least] = [known[0], known[known.length - 1]];
  if (most === undefined) return [];
  const [after, what] = [afterText(known), measureText(known)];
  if (known.length === 1) {
    const over = most.seeds > 1 ? ` (${seedsText(known)})` : "";
    const from = most.before === undefined ? "" : `; it began at ${learnedText(most.before)}`;
    return [`${after} the ${what} of ${most.agent} is ${learnedText(most.value)}${over}${from}.`];
  }
  return [
    areToldApart(known)
      ? `${after} ${most.agent} has learned most (${what} ${learnedText(most.value)}), ${least.agent} least (${learnedText(least.value)}).`
      : `${after} the seeds do not tell the agents' ${what} apart: ${learnedText(least.value)} to ${learnedText(most.value)}.`,
  ];
};
