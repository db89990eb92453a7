import type { Environment, EnvironmentKind } from "../../envs/contract/environment.ts";
import { type Environments, environments as simulators } from "../../envs/index.ts";
import { ConfigError, issueAt } from "../errors/config-error.ts";
import { thrownText } from "../errors/thrown-text.ts";
import { gymnasium } from "../gymnasium/gymnasium.ts";
import { make } from "../registry.ts";
import { customModule } from "./custom-module.ts";

/** What a study may name as its environment: the simulators of `envs/`, and modules. */
export interface AnyEnvironments extends Environments {
  readonly module: typeof customModule;
  readonly gymnasium: typeof gymnasium;
}

export const environments: AnyEnvironments = { ...simulators, module: customModule, gymnasium };

type Chosen = { readonly kind: string };

/** Whether an environment is a program of its own, which is started when it is made. */
export const isOutside = ({ kind }: Chosen): boolean =>
  (({ ...environments }) as { readonly [kind: string]: EnvironmentKind })[kind].outside === true;

/** Why environments could not be prepared in this thread, by their configurations. */
const unprepared = new Map<string, unknown>();

/**
 * Waits for what the kind of an environment needs before any can be made in this thread, such as an engine that is
 * loaded. Most kinds need nothing. Where it cannot be had, `environmentFrom` says why.
 */
export const prepareEnvironment = async (config: Chosen): Promise<void> => {
  const { kind, ...options } = config;
  const table: { readonly [kind: string]: EnvironmentKind } = { ...environments };
  const key = JSON.stringify(config);
  try {
    await table[kind].prepare?.(options);
    unprepared.delete(key);
  } catch (error) {
    unprepared.set(key, error);
  }
};

/** Makes the environment of a study, which whoever makes it disposes of. @throws RangeError where it cannot be made */
export const environmentFrom = (config: Chosen): Environment => {
  const key = JSON.stringify(config);
  if (unprepared.has(key)) throw unprepared.get(key);
  return make<[], Environment>(environments, config);
};

/**
 * Does some work with an environment that is made for it, and disposes of it afterwards, whatever becomes of the work.
 * @param given one that was made elsewhere, which its maker disposes of
 * @throws ConfigError at `environment` where it cannot be made or disposed of; and whatever the work throws
 */
export const withEnvironment = <T>(
  config: Chosen,
  given: Environment | undefined,
  work: (environment: Environment) => T,
): T => {
  if (given) return work(given);
  const { environment, dispose } = ownEnvironment(config);
  let done: T;
  try {
    done = work(environment);
  } catch (error) {
    dispose("quietly");
    throw error;
  }
  dispose();
  return done;
};

/** An environment that whoever asked for it disposes of, once; "quietly" after an error, which is the one to be told. */
export interface OwnEnvironment {
  readonly environment: Environment;
  dispose(how?: "quietly"): void;
}

/** @throws ConfigError at `environment`, also from `dispose` */
export const ownEnvironment = (config: Chosen): OwnEnvironment => {
  const environment = issueAt(["environment"], () => environmentFrom(config));
  let disposed = false;
  return {
    environment,
    dispose(how) {
      if (disposed) return;
      disposed = true;
      try {
        environment.dispose?.();
      } catch (error) {
        const message = `dispose of ${environment.kind} threw ${thrownText(error)}`;
        if (how !== "quietly") throw new ConfigError([{ path: ["environment"], message }]);
      }
    },
  };
};
