import { TrueslopeError } from "./trueslope-error.ts";

/** An environment that does not keep its contract; its message has one line per issue. */
export class ContractError extends TrueslopeError {
  /** Each names the module, where the environment is one's. */
  readonly issues: readonly string[];

  constructor(issues: readonly string[]) {
    super(issues.join("\n"), "CONTRACT");
    this.name = "ContractError";
    this.issues = issues;
  }
}
