import type { ProbeConfig } from "./schema.ts";

/** How many estimates of each cell become rows: the first ones. */
export const keptOf = ({ replicates, keep }: Pick<ProbeConfig, "replicates" | "keep">): number =>
  keep === undefined ? replicates : keep === "statistics" ? 0 : Math.min(replicates, keep.sample);
