import { closest, distance } from "fastest-levenshtein";
import { type ErrorCode, TrueslopeError } from "../errors/trueslope-error.ts";
import { UsageError } from "../errors/usage-error.ts";
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

/**
 * The error of a command line: the one that was thrown or, of what yargs cannot read, a usage error with the nearest of
 * the known options.
 */
export const explainUsage = (message: string, error: unknown, known: readonly string[]): unknown => {
  if (error instanceof Error && error.name === "YError") return new UsageError(error.message);
  if (error !== undefined && error !== null) return error;
  const unknown = /^Unknown arguments?: (.*)$/.exec(message)?.[1].split(", ") ?? [];
  if (unknown.length === 0) return new UsageError(message);
  const lines = unknown.map((option) => {
    const nearest = closest(option, known);
    const hint = distance(option, nearest) <= 2 && nearest !== option ? `; did you mean --${nearest}?` : "";
    return `unknown option or argument: ${option}${hint}`;
  });
  return new UsageError(lines.join("\n"));
};
