import type { RunConfig } from "../config/plan.ts";
import type { Offer } from "../probe/draw-blocks.ts";
import { endSharing, isLeft, release } from "../probe/shared-cells.ts";
import type { HelpTask } from "./task.ts";

/** The workers of a pool that have nothing else to do, who help with the cells of runs. */
export interface Helpers {
  /** Work that is no help takes a worker, or waits for one. */
  occupy(): void;
  /** That work has ended. */
  vacate(): void;
  /**
   * A run offers its cells.
   * @param signal that of the run, which ends its helpers too
   * @returns ends the offer, if the run has not
   */
  offered(config: RunConfig, offer: Offer, signal: AbortSignal): () => void;
}

/**
 * Sends idle workers to cells that are offered, also those that become idle later. Work that comes then waits for a
 * worker until those cells are drawn, at the most.
 *
 * @param help asks a worker for help; fails if it cannot help, or dies
 */
export const createHelpers = (
  workers: number,
  help: (task: HelpTask, signal: AbortSignal) => Promise<void>,
): Helpers => {
  const open = new Map<Offer, (helper: number) => Promise<void>>();
  let occupied = 0;
  let sent = 0; // so that no two have a number in common

  const send = (): void => {
    for (const [offer, ask] of open) {
      for (; occupied < workers && isLeft(offer.cells); occupied++) {
        const helper = sent++;
        ask(helper)
          .catch(() => open.delete(offer)) // whatever is wrong, the run finds it itself, in a block that is free again
          .finally(() => {
            release(offer.cells, helper);
            occupied--;
            send();
          });
      }
    }
  };

  return {
    occupy() {
      occupied++;
    },
    vacate() {
      occupied--;
      send();
    },
    offered(config, offer, signal) {
      open.set(offer, (helper) => help({ config, offer, helper }, signal));
      send();
      return () => {
        open.delete(offer);
        endSharing(offer.cells);
      };
    },
  };
};
