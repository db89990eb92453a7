import { thrownText } from "./thrown-text.ts";
import { type ErrorCode, TrueslopeError } from "./trueslope-error.ts";

/** An error as it crosses threads and processes, which take its class and its code away. */
export interface ErrorRecord {
  /** Of an error of ours its message; of any other one line, with its name unless that is "Error". */
  readonly message: string;
  /** Null for an error that is none of ours. */
  readonly code: ErrorCode | null;
}

export const recordOf = (thrown: unknown): ErrorRecord =>
  thrown instanceof TrueslopeError
    ? { message: thrown.message, code: thrown.code }
    : { message: thrownText(thrown).replace(/^Error: /, ""), code: null };

/** The error that a record tells of, to be thrown on this side. */
export const errorOf = ({ message, code }: ErrorRecord): Error =>
  code === null ? new Error(message) : new TrueslopeError(message, code);
