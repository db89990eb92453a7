import { broken, call } from "../../envs/contract/broken.ts";
import { continuousModelFaults } from "../../envs/contract/continuous-model.ts";
import { probeVectors } from "../../envs/contract/continuous-probe.ts";
import type { Environment } from "../../envs/contract/environment.ts";
import { isDiscrete } from "../../envs/contract/environment.ts";
import { finiteModelFaults } from "../../envs/contract/finite-model.ts";
import { probeFinite } from "../../envs/contract/finite-probe.ts";
import { memberFaults } from "../../envs/contract/members.ts";
import { shown } from "../../envs/contract/shown.ts";
import { ContractError } from "../errors/contract-error.ts";
import { thrownText } from "../errors/thrown-text.ts";
import { withinTime } from "./within-time.ts";

/** How a custom environment is made and looked at. */
export interface CustomOptions {
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
  { limit, ...options }: CustomOptions = {},
): Environment => {
  const work = () => lookedAt(exported, options);
  try {
    return limit === undefined ? work() : withinTime(limit, work);
  } catch (error) {
    // what is no breach are members that throw when they are read, and time that is over
    const issues =
      error instanceof ContractError ? error.issues : [`it could not be tried out: ${thrownText(error)}`];
    throw new ContractError(issues.map((issue) => `${where}: ${issue}`));
  }
};

const lookedAt = (
  exported: unknown,
  { options = {}, horizon = Number.POSITIVE_INFINITY, probe = true }: CustomOptions,
): Environment => {
  const candidate = made(exported, options);
  const faults = memberFaults(candidate);
  if (faults.length > 0) throw new ContractError(faults);
  const environment = candidate as Environment;
  const models = isDiscrete(environment)
    ? finiteModelFaults(environment)
    : continuousModelFaults(environment);
  if (models.length > 0) throw new ContractError(models);
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

/** The object that is to be an environment. @throws ContractError */
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
  if (!isFunction && (result as { dispose?: unknown }).dispose !== undefined)
    broken(
      `exports${as} an environment with dispose; expected a function that makes one, as what is exported itself is used again`,
    );
  return result as object;
};
