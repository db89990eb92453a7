import { ConfigError } from "../errors/config-error.ts";
import type { Setup } from "../setup/set-up.ts";
import { bytesText } from "./bytes-text.ts";
import { fixedMemory, memoryOfRun } from "./study-size.ts";

/**
 * Refuses a run whose arrays cannot fit even if every trajectory ends at its first step.
 *
 * @param memory bytes that there are
 * @throws ConfigError at the number of the study that takes most, with the largest that would fit beside the others
 */
export const needMemory = (setup: Setup, memory: number): void => {
  const parts = memoryOfRun(setup, 1).toSorted((a, b) => b.count * b.each - a.count * a.each);
  const total = parts.reduce((sum, { count, each }) => sum + count * each, fixedMemory(setup));
  if (total <= memory) return;
  const [{ path, count, each }] = parts;
  const others = total - count * each;
  const fitting = Math.floor(Math.max(0, memory - others) / each);
  const most = fitting > 0 ? `at most ${fitting}` : "less, as of what else the run keeps";
  const needs = `a worker keeps ${bytesText(total)}, and this machine has ${bytesText(memory)}`;
  const instead = path.at(-1) === "replicates" ? ", of which keep: statistics needs few at a time" : "";
  throw new ConfigError([{ path, message: `expected ${most}: ${needs}; got ${count}${instead}` }]);
};
