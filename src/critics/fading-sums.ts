import { growing } from "../memory/memory.ts";
import { held } from "../memory/state.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { CriticMemory } from "./critic.ts";

/** What a critic of least squares keeps, and how a batch changes it. */
export interface FadingSums {
  /** What is asked for values: made from the sums by `solve`. */
  readonly solution: Float64Array;
  readonly sums: Readonly<Record<string, Float64Array>>;
  /** What the sums of earlier batches are multiplied by at every batch. */
  readonly decay: number;
  /** Adds a batch to the sums. */
  add(batch: TrajectoryBatch): void;
  solve(): void;
}

/** The memory that is sums over batches, of which earlier ones fade, and what is solved from them. */
export const fadingSums = ({ solution, sums, decay, add, solve }: FadingSums): CriticMemory =>
  growing(held({ solution, ...sums }), {
    update(batch) {
      for (const each of Object.values(sums)) for (let j = 0; j < each.length; j++) each[j] *= decay;
      add(batch);
      solve();
    },
    reset() {
      for (const each of [solution, ...Object.values(sums)]) each.fill(0);
    },
  });
