import { broken } from "../../envs/contract/broken.ts";
import { shown } from "../../envs/contract/shown.ts";
import { ContractError } from "../errors/contract-error.ts";
import type { CustomEstimator } from "../estimators/outside/custom-estimator.ts";
import { madeByModule } from "./made-by-module.ts";
import { exportsOf, TIME_LIMIT } from "./module-file.ts";
import { withinTime } from "./within-time.ts";

/** Functions of which an estimator has one. */
const MEMBERS = ["advantages", "gradient"] as const;

/**
 * The estimator that a module exports, as `estimator` or by default or by the names of its functions; or that a function of
 * options returns.
 * @throws RangeError with the module's name, if it cannot be loaded or is no estimator
 */
export const customEstimator = (
  module: string,
  options: Readonly<Record<string, unknown>>,
): CustomEstimator => {
  const exported = exportsOf(module);
  try {
    return withinTime(TIME_LIMIT, () => lookedAt(exported, options));
  } catch (error) {
    const reason = error instanceof ContractError ? error.message : (error as Error).message;
    throw new RangeError(`${module}: ${reason}`);
  }
};

const lookedAt = (exported: unknown, options: Readonly<Record<string, unknown>>): CustomEstimator => {
  const { made } = madeByModule(exported, "estimator", MEMBERS, options);
  const members = made as Readonly<Record<string, unknown>>;
  const there = MEMBERS.filter((name) => members[name] !== undefined);
  if (there.length === 0)
    broken(
      "is no estimator: expected a function advantages(batch) or gradient(batch); there is " +
        (Object.keys(made).join(", ") || "nothing"),
    );
  if (there.length > 1) broken(`${there.join(" and ")} are both there; expected one of the two`);
  const [name] = there;
  if (typeof members[name] !== "function")
    broken(`${name} must be a function (batch); got ${shown(members[name])}`);
  return made as CustomEstimator;
};
