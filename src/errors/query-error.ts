import { TrueslopeError } from "./trueslope-error.ts";

/** A query that SQLite refuses, or that would change something. */
export class QueryError extends TrueslopeError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, "QUERY", options);
    this.name = "QueryError";
  }
}
