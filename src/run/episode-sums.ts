import { held, type Savable } from "../memory/state.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import { isLaneBatch } from "../trajectories/lane-batch.ts";
import type { EpisodeFigures } from "./events.ts";

/** Episodes of one batch or several, added up. */
export interface EpisodeSums extends Savable {
  readonly count: number;
  /** Adds all trajectories of a batch; of lanes the episodes that ended in it, whole, whenever they began. */
  add(batch: TrajectoryBatch): void;
  figures(): EpisodeFigures;
  /** Begins anew. */
  clear(): void;
}

const NOTHING = {
  episodes: 0,
  discounted: 0,
  undiscounted: 0,
  lengths: 0,
  least: Number.POSITIVE_INFINITY,
  most: Number.NEGATIVE_INFINITY,
};

/** @param discount γ of the discounted returns */
export const episodeSums = (discount: number): EpisodeSums => {
  const own = { ...NOTHING };
  const addOne = (total: number, discounted: number, length: number): void => {
    own.episodes++;
    own.undiscounted += total;
    own.discounted += discounted;
    own.lengths += length;
    if (total < own.least) own.least = total;
    if (total > own.most) own.most = total;
  };
  return {
    ...held(own),
    get count() {
      return own.episodes;
    },
    add(batch) {
      if (isLaneBatch(batch)) {
        const { count, returns, discounted, lengths } = batch.episodes;
        for (let i = 0; i < count; i++) addOne(returns[i], discounted[i], lengths[i]);
        return;
      }
      const { trajectories, offsets, rewards } = batch;
      for (let i = 0; i < trajectories; i++) {
        let total = 0;
        let rest = 0;
        for (let k = offsets[i + 1] - 1; k >= offsets[i]; k--) {
          total += rewards[k];
          rest = rewards[k] + discount * rest;
        }
        addOne(total, rest, offsets[i + 1] - offsets[i]);
      }
    },
    figures() {
      const { episodes: n } = own;
      const mean = (sum: number) => (n > 0 ? sum / n : null);
      return {
        episodes: n,
        meanReturn: mean(own.discounted),
        episodeReturn: mean(own.undiscounted),
        returnMin: n > 0 ? own.least : null,
        returnMax: n > 0 ? own.most : null,
        episodeLength: mean(own.lengths),
      };
    },
    clear: () => void Object.assign(own, NOTHING),
  };
};
