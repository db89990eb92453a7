import { broken } from "./broken.ts";
import type { Outcome } from "./environment.ts";
import { shown } from "./shown.ts";

/** An outcome of which nothing has been written yet. */
export const unwritten = (): Outcome => ({}) as Outcome;

/** A hint where something was returned that should have been written. */
export const returnedInstead = (returned: unknown, where: string): string =>
  typeof returned === "object" && returned !== null
    ? `; it returned ${shown(returned)}, where ${where} is to be written in place`
    : "";

/** @throws ContractError unless the reward is a finite number and the termination a boolean */
export const needOutcome = (what: string, { reward, terminated }: Outcome, returned: unknown): void => {
  const hint = returnedInstead(returned, "outcome");
  if (reward === undefined) broken(`${what} does not set outcome.reward; expected a finite number${hint}`);
  if (!Number.isFinite(reward))
    broken(`${what} sets outcome.reward to ${shown(reward)}; expected a finite number`);
  if (terminated === undefined)
    broken(`${what} does not set outcome.terminated; expected true or false${hint}`);
  if (typeof terminated !== "boolean")
    broken(`${what} sets outcome.terminated to ${shown(terminated)}; expected true or false`);
};

/** The end of a message about something that was not the same twice. */
export const PURITY =
  "the same state, action and random numbers must always give the same: nothing may be remembered between calls, " +
  "and all randomness comes from random.next()";

/** The same of an environment without snapshots. */
export const REPLAY =
  "the same actions and random numbers, from reset on, must always give the same: all randomness comes from random.next(), or from a seed that it drew";
