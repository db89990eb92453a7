import { ContractError } from "../../src/errors/contract-error.ts";
import { thrownText } from "../../src/errors/thrown-text.ts";

/** The first thing in which an environment breaks its contract. @throws ContractError */
export const broken = (message: string): never => {
  throw new ContractError([message]);
};

/** What `work` of the environment returns. @throws ContractError if it throws, or is asynchronous */
export const call = <T>(what: string, work: () => T): T => {
  let returned: T;
  try {
    returned = work();
  } catch (error) {
    return broken(`${what} threw ${thrownText(error)}`);
  }
  if (typeof (returned as { then?: unknown } | undefined)?.then === "function")
    broken(`${what} returned a promise; expected it to be done when it returns (no async)`);
  return returned;
};
