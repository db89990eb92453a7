import { z } from "zod";
import { power } from "../arithmetic/power.ts";
import type { Kind } from "../registry.ts";

/** What the learning rate is multiplied by at update i = 0, 1, 2 … */
export type Schedule = (update: number) => number;

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
type ScheduleKind = Kind<any, [], Schedule>;

const iterations = z.int().min(1).describe("updates until the end is reached; constant from there on");
const end = z.number().min(0).default(0).describe("multiplier at the end");

/** The table of schedules: its keys are the choices of `optimizer.schedule.kind`. */
export const schedules = {
  constant: {
    summary: "1",
    options: z.strictObject({}),
    create: () => () => 1,
  },
  linear: {
    summary: "from 1 to the end on a straight line",
    options: z.strictObject({ iterations, end }),
    create:
      ({ iterations, end }) =>
      (i) =>
        1 + (end - 1) * Math.min(1, i / iterations),
  },
  /** Source: Loshchilov & Hutter (2017), equation 5, without restarts. */
  cosine: {
    summary: "from 1 to the end on half a cosine: end + (1 − end)(1 + cos(πi/iterations))/2",
    options: z.strictObject({ iterations, end }),
    create:
      ({ iterations, end }) =>
      (i) =>
        end + ((1 - end) * (1 + Math.cos(Math.PI * Math.min(1, i / iterations)))) / 2,
  },
  /** Its sum diverges and its sum of squares does not. Source: Robbins & Monro (1951). */
  "inverse-time": {
    summary: "1 / (1 + decay · i)",
    options: z.strictObject({
      decay: z.number().positive().describe("growth of the denominator per update"),
    }),
    create:
      ({ decay }) =>
      (i) =>
        1 / (1 + decay * i),
  },
  exponential: {
    summary: "decayⁱ",
    options: z.strictObject({ decay: z.number().positive().max(1).describe("factor of every update") }),
    create:
      ({ decay }) =>
      (i) =>
        power(decay, i),
  },
  step: {
    summary: "factor^⌊i / every⌋",
    options: z.strictObject({
      every: z.int().min(1).describe("updates at each level"),
      factor: z.number().positive().max(1).default(0.1).describe("from one level to the next"),
    }),
    create:
      ({ every, factor }) =>
      (i) =>
        power(factor, Math.floor(i / every)),
  },
} satisfies Record<string, ScheduleKind>;
