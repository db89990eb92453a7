import type { Environment } from "../../envs/contract/environment.ts";
import { isDiscrete } from "../../envs/contract/environment.ts";
import { broken, ContractFault, call } from "../../envs/contract/fault.ts";
import { finiteModelFaults } from "../../envs/contract/finite-model.ts";
import { probeFinite } from "../../envs/contract/finite-probe.ts";
import { memberFaults } from "../../envs/contract/members.ts";
import { shown } from "../../envs/contract/shown.ts";
import { thrownText } from "../../envs/contract/thrown.ts";
import { vectorModelFaults } from "../../envs/contract/vector-model.ts";
import { probeVectors } from "../../envs/contract/vector-probe.ts";
import { withinTime } from "./within-time.ts";

/** An environment of one's own that does not keep the contract; its message has one line per fault. */
export class ContractError extends RangeError {
  /** Each names the module. */
  readonly faults: readonly string[];

  constructor(where: string, faults: readonly string[]) {
    const lines = faults.map((fault) => `${where}: ${fault}`);
    super(lines.join("\n"));
    this.name = "ContractError";
    this.faults = lines;
  }
}

/** How an environment of one's own is made and looked at. */
export interface OwnOptions {
  /** What the function that makes it is called with. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Steps after which a trial is cut off; those of the study's objective. */
  readonly horizon?: number;
  /** Whether it is tried out, and not looked at only: once is enough. */
  readonly probe?: boolean;
  /** Milliseconds that all of it may take; without end if not given. */
  readonly limit?: number;
}

/**
 * Makes an environment of what a module exports, as `environment` or else by default: an environment, or a function
 * of options that returns one. Its members are looked at, then it is reset and stepped some thousand times.
 *
 * @param exported the module, as `import()` or `require()` gives it
 * @param where name of the module, for messages
 * @throws ContractError with everything that is wrong with its members, or the first thing that is wrong with what it
 *   does: states that are not finite, no reward, a memory between calls, …
 */
export const asEnvironment = (
  exported: unknown,
  where: string,
  { limit, ...options }: OwnOptions = {},
): Environment => {
  const work = () => lookedAt(exported, where, options);
  try {
    return limit === undefined ? work() : withinTime(limit, work);
  } catch (error) {
    if (error instanceof ContractError) throw error;
    // what is left are members that throw when they are read, and time that is over
    const message =
      error instanceof ContractFault ? error.message : `it could not be tried out: ${thrownText(error)}`;
    throw new ContractError(where, [message]);
  }
};

const lookedAt = (
  exported: unknown,
  where: string,
  { options = {}, horizon = Number.POSITIVE_INFINITY, probe = true }: OwnOptions,
): Environment => {
  const candidate = made(exported, options);
  const faults = memberFaults(candidate);
  if (faults.length > 0) throw new ContractError(where, faults);
  const environment = candidate as Environment;
  const models = isDiscrete(environment) ? finiteModelFaults(environment) : vectorModelFaults(environment);
  if (models.length > 0) throw new ContractError(where, models);
  if (!probe) return environment;
  if (isDiscrete(environment)) probeFinite(environment, horizon);
  else probeVectors(environment, horizon);
  return environment;
};

/** What a module exports that is to be an environment, or to make one; and how a message names it. */
const chosenOf = (exported: unknown): { chosen: unknown; as: string } => {
  const module = Object(exported) as Readonly<Record<string, unknown>>;
  const name = ["environment", "default"].find((each) => module[each] !== undefined);
  if (name !== undefined) return { chosen: module[name], as: ` as ${name}` };
  // a CommonJS module may be its own export
  if (typeof exported === "function" || "reset" in module || "step" in module)
    return { chosen: exported, as: "" };
  const names = Object.keys(module).join(", ");
  return broken(
    `exports no environment; expected one as default or as environment; there is ${names || "nothing"}`,
  );
};

/** The object that is to be an environment. @throws ContractFault */
const made = (exported: unknown, options: Readonly<Record<string, unknown>>): object => {
  const { chosen, as } = chosenOf(exported);
  const isFunction = typeof chosen === "function";
  const given = Object.keys(options);
  if (!isFunction && given.length > 0)
    broken(
      `takes no options, as it exports an environment and no function of options; got ${given.join(", ")}`,
    );
  const result = isFunction ? call("its function", () => chosen({ ...options })) : chosen;
  if (typeof result !== "object" || result === null)
    broken(
      `${isFunction ? "its function returned" : `exports${as}`} ${shown(result)}; expected an environment`,
    );
  return result as object;
};
