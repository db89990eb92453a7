import type { Environment, FiniteEnvironment, Policy, TabularPolicy, VectorEnvironment } from "./types.ts";

export const isFiniteEnvironment = (environment: Environment): environment is FiniteEnvironment =>
  "states" in environment;

export const isTabular = (policy: Policy): policy is TabularPolicy => "states" in policy;

/** @throws RangeError, naming `what` needs them, where states are not numbers */
export const needFinite = (environment: Environment, what: string): FiniteEnvironment => {
  if (!isFiniteEnvironment(environment))
    throw new RangeError(
      `${what} needs numbered states and actions; the states of ${environment.kind} are vectors`,
    );
  return environment;
};

/** @throws RangeError, naming `what` needs them, where states are not vectors */
export const needVectors = (environment: Environment, what: string): VectorEnvironment => {
  if (isFiniteEnvironment(environment))
    throw new RangeError(`${what} needs states that are vectors; those of ${environment.kind} are numbered`);
  return environment;
};

/** The same of a context that holds an environment and a policy for it. */
export const needTable = <Context extends { readonly environment: Environment; readonly policy: Policy }>(
  context: Context,
  what: string,
): Context & { readonly environment: FiniteEnvironment; readonly policy: TabularPolicy } => {
  needFinite(context.environment, what);
  return context as Context & { environment: FiniteEnvironment; policy: TabularPolicy };
};
