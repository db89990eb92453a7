import { existsSync } from "node:fs";
import { hashOf, type RunConfig } from "../config/plan.ts";
import { StoreError } from "../errors/store-error.ts";
import { openReader } from "../store/open.ts";
import { standingRuns } from "../store/record/standing.ts";
import { referenceReader } from "../store/reference.ts";
import { version } from "../store/version.ts";
import type { ReferenceSource } from "../sweep/reference.ts";

/** What the database of a study, of which a shard is run, has already. */
export interface Merged {
  /** Of some runs of a study, those that it does not have. @throws StoreError for one that it has in part or otherwise */
  missing(study: string, configs: readonly RunConfig[], replace: boolean): RunConfig[];
  readonly reference: ReferenceSource;
  close(): void;
}

/** Opens the database of a study, if it is there, for one of its shards. */
export const openMerged = (path: string): Merged => {
  if (!existsSync(path))
    return { missing: (_, configs) => [...configs], reference: () => undefined, close: () => {} };
  const db = openReader(path);
  return {
    missing: (study, configs, replace) => missingIn(db, path, study, configs, replace),
    reference: referenceReader(db),
    close: () => db.close(),
  };
};

const missingIn = (
  db: ReturnType<typeof openReader>,
  path: string,
  study: string,
  configs: readonly RunConfig[],
  replace: boolean,
): RunConfig[] => {
  const named = configs.map((config) => ({
    ...{ agent: config.agent.name, seed: config.seed },
    ...{ config, configHash: hashOf(config) },
  }));
  const standing = standingRuns(db, path, study, named, version(), replace);
  const begun = standing.findIndex(({ from }) => from > 0);
  if (begun >= 0)
    throw new StoreError(
      `${path} has agent ${named[begun].agent}, seed ${named[begun].seed} of ${study} after ${standing[begun].from} ` +
        "updates, from which only a run into that file goes on; leave out the shard, or name another file with --db.",
    );
  return configs.filter((_, i) => !standing[i].done);
};
