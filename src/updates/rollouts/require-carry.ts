import { probeReplay } from "../../../envs/contract/continuous-probe.ts";
import type { ContinuousEnvironment } from "../../../envs/contract/environment.ts";
import { requireSnapshots } from "../../../envs/contract/environment.ts";
import { ContractError } from "../../errors/contract-error.ts";

/** Steps of the walk that is taken twice: few, as it is done wherever a run is set up. */
const STEPS = 200;

/**
 * Needs what lets episodes go on in the next batch, also after a break: snapshots, or in lanes whose states are kept elsewhere
 * that equal seeds and actions lead to the same. @throws RangeError
 */
export const requireCarry = (environment: ContinuousEnvironment, horizon: number): void => {
  if (environment.lanes === undefined) {
    requireSnapshots(environment, "carry: true");
    return;
  }
  try {
    probeReplay(environment, horizon, STEPS);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    throw new RangeError(
      `carry: true needs episodes that come about again from their seeds and actions, to go on after a break; ${environment.kind}: ${error.message}`,
    );
  }
};
