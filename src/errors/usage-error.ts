import { TrueslopeError } from "./trueslope-error.ts";

/** A call, a request or a command line that makes no sense. */
export class UsageError extends TrueslopeError {
  constructor(message: string) {
    super(message, "USAGE");
    this.name = "UsageError";
  }
}
