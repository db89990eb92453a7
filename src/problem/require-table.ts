import type { Environment, FiniteEnvironment } from "../../envs/contract/environment.ts";
import { requireDiscrete } from "../../envs/contract/environment.ts";
import type { Policy, TabularPolicy } from "../policies/policy.ts";

/** The same of a context that holds an environment and a policy for it. */
export const requireTable = <Context extends { readonly environment: Environment; readonly policy: Policy }>(
  context: Context,
  what: string,
): Context & { readonly environment: FiniteEnvironment; readonly policy: TabularPolicy } => {
  requireDiscrete(context.environment, what);
  return context as Context & { environment: FiniteEnvironment; policy: TabularPolicy };
};
