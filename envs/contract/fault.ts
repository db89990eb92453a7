import { thrownText } from "./thrown.ts";

/** The first thing in which an environment breaks its contract. */
export class ContractFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ContractFault";
  }
}

/** @throws ContractFault */
export const broken = (message: string): never => {
  throw new ContractFault(message);
};

/** What `work` of the environment returns. @throws ContractFault if it throws, or is asynchronous */
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
