/** What kind of thing went wrong, for a program to act on. */
export type ErrorCode =
  | "CONFIG" // a study, or the parts of a run, that cannot be
  | "CONTRACT" // an environment that does not keep its contract
  | "STORE" // a file that is not there, is there already, is no database, cannot be read or written, …
  | "STORE_BUSY" // a database that another process holds: trying again may help
  | "STORE_DAMAGED" // a database whose content is broken
  | "STORE_FULL" // the disk is full
  | "STORE_LOST" // a database that went away while it was written: asking again cannot mend it
  | "STORE_UNFINISHED" // databases to merge that lack runs
  | "OUTSIDE" // code of somebody else that does not start, answer, or answer what can be used
  | "QUERY" // a query that SQLite refuses, or that would write
  | "USAGE"; // a call, or a command line, that makes no sense

/** Something that a user can mend, told in a message that stands alone. Its families are the classes beside this one. */
export class TrueslopeError extends Error {
  readonly code: ErrorCode;

  constructor(message: string, code: ErrorCode, options?: ErrorOptions) {
    super(message, options);
    this.name = "TrueslopeError";
    this.code = code;
  }
}
