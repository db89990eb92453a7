import { TrueslopeError } from "./trueslope-error.ts";

/** Code of somebody else that did not start, did not answer, or whose answer cannot be used. */
export class OutsideError extends TrueslopeError {
  constructor(message: string) {
    super(message, "OUTSIDE");
    this.name = "OutsideError";
  }
}
