import { totalmem } from "node:os";
import type { Environment } from "../../envs/contract/environment.ts";
import type { Complaint } from "../config/complaints.ts";
import { environmentFrom } from "../config/environments.ts";
import { ConfigFault, faultAt, type Path } from "../config/fault.ts";
import type { RunConfig } from "../config/plan.ts";
import type { Study } from "../config/schema.ts";
import { pathText } from "../config/study-error.ts";
import { setUp } from "../run/assemble.ts";
import { needMemory } from "../size/need-memory.ts";

/**
 * Sets up one run of every agent, so that a study is known to be runnable before anything is created.
 *
 * @param memory bytes that a run may take; those of this machine if not given
 */
export const trial = (study: Study, memory = totalmem()): Complaint[] => {
  const complaint = (path: Path, message: string) => ({ path, message: `${pathText(path)}: ${message}` });
  let environment: Environment;
  try {
    environment = faultAt(["environment"], () => environmentFrom(study.environment));
  } catch (error) {
    const { path, message } = asFault(error);
    return [complaint(path, message)];
  }
  return study.agents.flatMap((agent, i) =>
    faultsOf({ ...study, agent, seed: study.seeds[0] }, environment, memory).map(
      ({ path: [first, ...rest], message }) =>
        complaint(first === "agent" ? ["agents", i, ...rest] : [first, ...rest], message),
    ),
  );
};

/** All faults of a run: an item of the probe that cannot be served is taken out, and the rest is tried again. */
const faultsOf = (config: RunConfig, environment: Environment, memory: number): ConfigFault[] => {
  try {
    needMemory(setUp(config, environment), memory);
    return [];
  } catch (error) {
    const fault = asFault(error);
    const [part, list, index] = fault.path;
    if (part !== "probe" || config.probe === undefined || index === undefined) return [fault];
    const items = config.probe[list as "estimators" | "batchSizes"];
    const rest = { ...config.probe, [list]: items.filter((_, i) => i !== index) };
    const further = faultsOf({ ...config, probe: rest }, environment, memory);
    return [fault, ...further.map((later) => shifted(later, list, index))];
  }
};

/** The same fault where an item of a list had been taken out before it. */
const shifted = (fault: ConfigFault, list: string | number, index: string | number): ConfigFault => {
  const [part, itsList, itsIndex, ...rest] = fault.path;
  if (part !== "probe" || itsList !== list || itsIndex < index) return fault;
  return new ConfigFault([part, itsList, Number(itsIndex) + 1, ...rest], fault.message);
};

/** What else is out of range while tables are made is their size. @throws an error that is no fault of the study */
const asFault = (error: unknown): ConfigFault => {
  if (error instanceof ConfigFault) return error;
  if (!(error instanceof RangeError)) throw error;
  const message = `the exact tables of this environment do not fit in memory (${error.message})`;
  return new ConfigFault(["objective", "horizon"], message);
};
