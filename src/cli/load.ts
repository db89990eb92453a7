import { totalmem } from "node:os";
import type { Study } from "../config/schema.ts";
import { type LoadOptions, loadPreparedStudies } from "../study/load.ts";
import { warn } from "./print.ts";

/**
 * As `loadPreparedStudies`; a timer that a module of the study leaves open
 * is told: it keeps nothing waiting.
 */
export const load = async (path: string, options?: LoadOptions): Promise<Study[]> => {
  const before = timers();
  const studies = await loadPreparedStudies(path, { memory: machineMemory(), ...options });
  if (timers() > before) warn(`${path}: a module of the study leaves a timer open; nothing waits for it\n`);
  return studies;
};

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

/** Bytes of this machine, or of the container that this is in. */
const machineMemory = (): number =>
  Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
