import { type Learned, learned, learnedSql } from "../report/finding/learned.ts";
import { learnedText } from "../report/finding/words.ts";
import { fitTable, titled } from "../report/fit-table.ts";
import type { Query } from "../store/snapshot.ts";

/** What the finished runs have learned, a table per study; empty where nothing was. */
export const learnedTables = (
  query: Query,
  studies: readonly string[],
  { agent, width }: { readonly agent?: string | undefined; readonly width: number },
): string =>
  studies
    .map((study) => ({ study, agents: learned(query(learnedSql(study, agent))) }))
    .filter(({ agents }) => agents.length > 0)
    .map(({ study, agents }) => titled(`${study}, what was learned`, table(agents, width), width))
    .join("");

/** A column for J where it is known, one for a sampled return where it is not; that of an episode first where batches are of steps. */
const table = (agents: readonly Learned[], width: number): string => {
  const episodes = [
    { head: "episode return", text: ({ episodeReturn }: Learned) => learnedText(episodeReturn) },
    { head: "episode length", text: ({ episodeLength }: Learned) => learnedText(episodeLength) },
  ];
  const sampled = agents.every(({ exact }) => exact) ? [] : [{ head: "sampled return", text: sampledText }];
  const columns = [
    ...(agents.some(({ exact }) => exact) ? [{ head: "J(θ)", text: exactText }] : []),
    ...(agents.some(({ evaluated }) => evaluated) ? [{ head: "evaluated", text: evaluatedText }] : []),
    ...(agents.every(({ bySteps }) => bySteps) ? [...episodes, ...sampled] : [...sampled, ...episodes]),
  ];
  return fitTable(
    [
      { title: "agent" },
      { title: "seeds", leaves: 3 },
      { title: "updates", leaves: 2 },
      { title: "env steps", leaves: 4 },
      ...columns.map(({ head }) => ({ title: head, ...(head === "episode length" && { leaves: 1 }) })),
    ],
    agents.map((each) => [
      each.agent,
      each.seeds,
      Math.round(each.updates),
      Math.round(each.envSteps),
      ...columns.map(({ text }) => text(each)),
    ]),
    width,
  ).text;
};

/** A mean over the seeds whose J is finite would leave out those that went astray. */
const exactText = ({ exact, overflowing, seeds, value }: Learned): string => {
  if (!exact) return "";
  return overflowing > 0 ? `not finite (${overflowing} of ${seeds})` : learnedText(value);
};

const sampledText = ({ exact, sampledReturn }: Learned): string => (exact ? "" : learnedText(sampledReturn));

const evaluatedText = ({ evaluated }: Learned): string => (evaluated ? learnedText(evaluated.value) : "");

/** Says what the columns are. */
export const LEARNED_NOTE =
  "J(θ) is of the last θ, exact; returns and lengths are means over one more batch of it, those of an episode without discount. " +
  "Brackets are 95 % over the seeds.";
