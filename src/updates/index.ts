import { ascent } from "./ascent.ts";
import type { UpdateKind } from "./update.ts";

/** The table of updates: its keys are the choices of `update.kind` of an agent. */
export const updates = {
  ascent,
} satisfies Record<string, UpdateKind>;
