import { type ErrorCode, TrueslopeError } from "../errors/trueslope-error.ts";
import { warn } from "./print.ts";

/** 2 for what can be mended before anything runs, 1 for what goes wrong on the way. */
const EXIT_CODES: Readonly<Record<ErrorCode, 1 | 2>> = {
  CONFIG: 2,
  CONTRACT: 2,
  STORE: 2,
  STORE_BUSY: 2,
  STORE_DAMAGED: 2,
  STORE_FULL: 2,
  STORE_LOST: 1,
  STORE_UNFINISHED: 1,
  OUTSIDE: 2,
  QUERY: 2,
  USAGE: 2,
};

/** The exit code that an error ends this program with; 1 for one that nobody has foreseen. */
export const exitCodeOf = (error: unknown): number =>
  error instanceof TrueslopeError ? EXIT_CODES[error.code] : 1;

/** Prints an error to stderr: what users can mend as one clear message, anything else with its stack. */
export const report = (error: unknown): void => {
  if (error instanceof TrueslopeError) warn(`${error.message}\n`);
  else warn(`trueslope failed unexpectedly; please report this.\n${(error as Error)?.stack ?? error}\n`);
};
