import type { Learned } from "./learned.ts";
import { countText, learnedText } from "./words.ts";

/** Those that have learned, the best first; last those whose value is not finite. */
export const ranked = (agents: readonly Learned[]): readonly Learned[] =>
  agents.filter(({ updates }) => updates > 0).sort((a, b) => rank(b) - rank(a));

const rank = ({ value: { estimate } }: Learned): number =>
  Number.isNaN(estimate) ? Number.NEGATIVE_INFINITY : estimate;

/**
 * When they are compared: "After 100 updates", "At the end" where they made different numbers; "After 49,664 to 50,000 steps"
 * where batches are of steps.
 */
export const afterText = (agents: readonly Learned[]): string => {
  const [{ updates }] = agents;
  if (agents.every(({ bySteps }) => bySteps)) return `After ${stepsText(agents)} steps`;
  if (agents.some((each) => each.updates !== updates)) return "At the end";
  return `After ${countText(updates)} ${updates === 1 ? "update" : "updates"}`;
};

const stepsText = (agents: readonly Learned[]): string => {
  const steps = agents.map(({ envSteps }) => Math.round(envSteps));
  const ends = [...new Set([Math.min(...steps), Math.max(...steps)])];
  return ends.map((each) => each.toLocaleString("en-US")).join(" to ");
};

/** What they are compared by. */
export const measureText = (agents: readonly Learned[]): string => {
  if (agents.every(({ exact }) => exact)) return "J";
  return agents.every(({ bySteps }) => bySteps) ? "episode return" : "mean return";
};

/** What the intervals are: "95 % over 5 seeds". */
export const seedsText = (agents: readonly Learned[]): string => {
  const seeds = agents.map((each) => each.seeds);
  const [fewest, most] = [Math.min(...seeds), Math.max(...seeds)];
  return fewest === most ? `95 % over ${most} seeds` : `95 % over ${fewest} to ${most} seeds`;
};

/** Whether the intervals over the seeds tell the first of some from the last. */
export const areToldApart = (known: readonly Learned[]): boolean =>
  known.length > 1 && known[0].value.low > known[known.length - 1].value.high;

/** What they were evaluated at: a sentence, where they were. */
export const evaluatedSentences = (agents: readonly Learned[]): string[] => {
  const [first, ...others] = agents.flatMap(({ evaluated }) => evaluated ?? []);
  if (first === undefined) return [];
  const each = others.length > 0 ? "their" : "its";
  const actions = first.deterministic
    ? `the most likely of ${each} actions`
    : `actions as ${each} policy draws them`;
  const values = agents.flatMap(({ agent, evaluated }) =>
    evaluated ? `${agent} ${learnedText(evaluated.value)}` : [],
  );
  const episodes = `${countText(first.episodes)} ${first.episodes === 1 ? "episode" : "episodes"} a seed`;
  return [`Evaluated with ${actions}, ${episodes}: ${values.join(", ")}.`];
};

/** Who has learned most, where the intervals over seeds tell agents apart. */
export const learnedSentences = (agents: readonly Learned[]): string[] => {
  const known = ranked(agents).filter(({ value }) => !Number.isNaN(value.estimate));
  const [most, least] = [known[0], known[known.length - 1]];
  if (most === undefined) return [];
  const [after, what] = [afterText(known), measureText(known)];
  if (known.length === 1) {
    const over = most.seeds > 1 ? ` (${seedsText(known)})` : "";
    const from = most.before === undefined ? "" : `; it began at ${learnedText(most.before)}`;
    return [
      `${after} the ${what} of ${most.agent} is ${learnedText(most.value)}${over}${from}.`,
      ...evaluatedSentences(known),
    ];
  }
  return [
    areToldApart(known)
      ? `${after} ${most.agent} has learned most (${what} ${learnedText(most.value)}), ${least.agent} least (${learnedText(least.value)}).`
      : `${after} the seeds do not tell the agents' ${what} apart: ${learnedText(least.value)} to ${learnedText(most.value)}.`,
    ...evaluatedSentences(known),
  ];
};
