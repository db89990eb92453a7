import { closest, distance } from "fastest-levenshtein";
import { warn } from "./print.ts";

/** A command line that makes no sense. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The end of a sweep in which runs failed or were interrupted: everything was said already. */
export class Stop extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super();
    this.exitCode = exitCode;
  }
}

/** What users can mend: one clear message, no stack. */
const CLEAR = new Set([
  "UsageError",
  "StudyError",
  "StoreError",
  "ConfigFault",
  "QueryError",
  "LostFileError",
]);

/** Whether an error is about what users can mend. */
export const isClear = (error: unknown): error is Error =>
  error instanceof Error && (CLEAR.has(error.name) || error.name === "YError");

/** 2 for what users can mend, else 1. */
export const exitCodeOf = (error: unknown): number => {
  if (error instanceof Stop) return error.exitCode;
  return isClear(error) && error.name !== "LostFileError" ? 2 : 1;
};

/** Prints an error to stderr. */
export const report = (error: unknown): void => {
  if (error instanceof Stop) return;
  if (isClear(error)) warn(`${error.message}\n`);
  else warn(`trueslope failed unexpectedly; please report this.\n${(error as Error)?.stack ?? error}\n`);
};

/** A usage message, with the nearest of the known options where one was misspelled. */
export const explainUsage = (message: string, known: readonly string[]): UsageError => {
  const unknown = /^Unknown arguments?: (.*)$/.exec(message)?.[1].split(", ") ?? [];
  if (unknown.length === 0) return new UsageError(message);
  const lines = unknown.map((option) => {
    const nearest = closest(option, known);
    const hint = distance(option, nearest) <= 2 && nearest !== option ? `; did you mean --${nearest}?` : "";
    return `unknown option or argument: ${option}${hint}`;
  });
  return new UsageError(lines.join("\n"));
};
