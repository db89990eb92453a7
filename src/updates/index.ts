import { a2c } from "./a2c.ts";
import { ascent } from "./ascent.ts";
import { ppo } from "./ppo.ts";
import { trpo } from "./trpo.ts";
import type { UpdateKind } from "./update.ts";

const table = {
  ascent,
  ppo,
  trpo,
  a2c,
} satisfies Record<string, UpdateKind>;

/** Named, so that types built from it stay short. */
export interface Updates extends Readonly<typeof table> {}

/** The table of updates: its keys are the choices of `update.kind` of an agent. */
export const updates: Updates = table;
