import { held } from "../memory/state.ts";
import type { CriticMemory } from "./critic.ts";

/** The memory that is one table, fitted from zero by several passes over a batch. @param update one pass */
export const swept = (table: Float64Array, update: CriticMemory["update"], sweeps: number): CriticMemory => ({
  ...held({ table }),
  update,
  reset: () => void table.fill(0),
  fit(batch, point) {
    table.fill(0);
    for (let i = 0; i < sweeps; i++) update(batch, point);
  },
});
