import type { Environment } from "../../envs/contract/environment.ts";
import { type Environments, environments as simulators } from "../../envs/index.ts";
import { make } from "../registry.ts";
import { ownModule } from "./module.ts";

/** What a study may name as its environment: the simulators of `envs/`, and modules. */
export interface AnyEnvironments extends Environments {
  readonly module: typeof ownModule;
}

export const environments: AnyEnvironments = { ...simulators, module: ownModule };

/** Makes the environment of a study. @throws RangeError where it cannot be made, with the reason */
export const environmentFrom = (config: { kind: string }): Environment =>
  make<[], Environment>(environments, config);
