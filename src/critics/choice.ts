import { z } from "zod";
import { choice } from "../registry.ts";
import { critics } from "./index.ts";

/** A critic of its own, or the one of the agent that is being probed. */
export const criticOptions = z.union([z.literal("agent"), choice(critics)]);

export type CriticOptions = z.output<typeof criticOptions>;
