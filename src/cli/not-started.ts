import { isOutside } from "../config/environments.ts";
import type { Study } from "../config/schema.ts";

/** What is said of studies whose environment is a program of its own; undefined where none is. */
export const notStarted = (studies: readonly Study[]): string | undefined =>
  studies.some(({ environment }) => isOutside(environment))
    ? "Its environment is a program of its own, which was not started: what only that knows, such as sizes, is looked at when it runs."
    : undefined;
