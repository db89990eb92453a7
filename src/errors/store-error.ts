import { type ErrorCode, TrueslopeError } from "./trueslope-error.ts";

type StoreCode = Extract<ErrorCode, `STORE${string}`>;

/** A fault of a database or of another file, or of what is asked of it, in one sentence with path and reason. */
export class StoreError extends TrueslopeError {
  declare readonly code: StoreCode;

  constructor(message: string, { code = "STORE", cause }: { code?: StoreCode; cause?: unknown } = {}) {
    super(message, code, cause === undefined ? undefined : { cause });
    this.name = "StoreError";
  }
}
