import { type Environment, hasSnapshots } from "./environment.ts";

/** What is wrong with parts that say what a step does from any state, of an environment that cannot be set to any. */
export const withoutSnapshots = (
  environment: Environment,
  parts: Readonly<Record<string, unknown>>,
): string[] =>
  hasSnapshots(environment)
    ? []
    : Object.entries(parts)
        .filter(([, part]) => part !== undefined)
        .map(
          ([name]) =>
            `${name} says what a step does from any state; with snapshots: false there is none to say`,
        );
