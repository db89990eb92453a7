import { probeVectors } from "../../envs/contract/continuous-probe.ts";
import type { Environment } from "../../envs/contract/environment.ts";
import { hasSnapshots, isDiscrete } from "../../envs/contract/environment.ts";
import { probeFinite } from "../../envs/contract/finite-probe.ts";
import { ContractError } from "../errors/contract-error.ts";
import type { Objective } from "../problem/objective.ts";
import { atMost, type Claim } from "./claim.ts";

/**
 * Checks the contract of an environment by a walk, as it is checked of a user's module when that is loaded. Above all a
 * copy of the state must be a snapshot: steps taken once more, in reverse order, from copies of their states and with
 * the same draws, give the same to the last bit. Without snapshots, the whole walk must.
 */
export function* checkContract(environment: Environment, { horizon }: Objective): Generator<Claim> {
  let breach = "";
  try {
    if (isDiscrete(environment)) probeFinite(environment, horizon);
    else probeVectors(environment, horizon);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    breach = error.message;
  }
  const held = hasSnapshots(environment)
    ? "a copied state is a snapshot"
    : "equal seeds and actions give equal trajectories";
  const what = `breaches of the contract (${held})`;
  yield atMost(`${environment.kind}: ${what}`, breach === "" ? 0 : 1, 0, breach);
}
