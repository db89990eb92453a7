import { list } from "../text/format-number.ts";
import type { AgreeingEstimator, AgreementFinding, OverStreams } from "./agreement.ts";
import { countText } from "./words.ts";

/** Agents of which each is told; of more, the one whose estimates agree most and the one whose agree least. */
const MAX_TOLD = 3;

/** What probes by pairs found, in words: how the estimates of each agent agree at its last θ, and how many pairs it takes. */
export const agreementSentences = (probes: readonly AgreementFinding[]): string[] => {
  const last = [...new Map(probes.map((probe) => [probe.agent, probe])).values()];
  const known = last.filter(({ estimators: [own] }) => Number.isFinite(own.two.estimate));
  if (known.length === 0) return [];
  if (known.length === 1) return ofOne(known[0], probes);
  const ordered = [...known].sort((a, b) => b.estimators[0].two.estimate - a.estimators[0].two.estimate);
  const told = ordered.length > MAX_TOLD ? [ordered[0], ordered[ordered.length - 1]] : ordered;
  const words = told.map(
    ({ agent, iteration, estimators: [own] }) =>
      `those of ${agent} at iteration ${iteration} by ${cosineText(own.two)} (${fromText(own)})`,
  );
  return [
    `How two estimates agree: ${list(words)}.`,
    `A cosine of 0.9 with what they estimate takes, of ${list(told.map(({ agent, estimators: [own] }) => `${agent} ${neededText(own)}`))}.`,
  ];
};

const ofOne = (
  { agent, iteration, estimators }: AgreementFinding,
  probes: readonly AgreementFinding[],
): string[] => {
  const [own, ...others] = estimators;
  const first = probes.find((probe) => probe.agent === agent && probe.iteration < iteration)?.estimators[0];
  const best = others.reduce((most, each) => (each.two.estimate > most.two.estimate ? each : most), own);
  const { low } = best.two;
  const more = low !== undefined && low > (own.two.high ?? Number.POSITIVE_INFINITY);
  return [
    `At iteration ${iteration} two of ${agent}'s estimates ${fromText(own)} agree by ${cosineText(own.two)}` +
      `${own.exact === undefined ? "" : ` and with ∇J by ${twoDigits(own.exact)}`}; a cosine of 0.9 with what they estimate ` +
      `takes ${neededText(own)}.`,
    ...(first && Number.isFinite(first.two.estimate)
      ? [`At the first probe it was ${cosineText(first.two)}, and 0.9 took ${neededText(first)}.`]
      : []),
    ...(more
      ? [
          `Of the estimators ${best.estimator} agrees most, by ${cosineText(best.two)}; what agrees may still point elsewhere.`,
        ]
      : []),
  ];
};

const fromText = ({ pairs }: AgreeingEstimator): string => `from ${pairs.toLocaleString("en-US")} pairs`;

/**
 * "about 2,000 pairs [1,300, 3,500]"; "about 50,000 pairs (9,000 or more)" where noise hides the upper limit, and "9,000 pairs or
 * more" where it hides the number too.
 */
const neededText = ({ needed, neededAtLeast: least, neededAtMost: most }: AgreeingEstimator): string => {
  if (needed === undefined)
    return least === undefined ? "a number that noise hides" : `${countText(least)} pairs or more`;
  const about = `about ${countText(needed)} pairs`;
  if (least === undefined) return about;
  return most === undefined
    ? `${about} (${countText(least)} or more)`
    : `${about} [${countText(least)}, ${countText(most)}]`;
};

/** "0.85 [0.82, 0.90]". */
const cosineText = ({ estimate, low, high }: OverStreams): string =>
  low === undefined || high === undefined
    ? twoDigits(estimate)
    : `${twoDigits(estimate)} [${twoDigits(low)}, ${twoDigits(high)}]`;

const twoDigits = (cosine: number): string =>
  cosine
    .toFixed(2)
    .replace(/^-(?=.*[1-9])/, "−")
    .replace(/^-/, "");
