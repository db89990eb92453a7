import { z } from "zod";
import type { EnvironmentKind } from "../../envs/contract/environment.ts";
import { OutsideError } from "../errors/outside-error.ts";
import type { Client } from "./client.ts";
import { returnClient, takeClient } from "./clients.ts";
import { gymnasiumEnvironment } from "./environment.ts";

const wrapper = z.union([z.string().min(1), z.record(z.string(), z.record(z.string(), z.unknown()))]);

const options = z.strictObject({
  gymnasium: z
    .string()
    .min(1)
    .describe("Name under which Gymnasium registers it, or module:Name of a module that registers it"),
  options: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("what gymnasium.make is called with besides"),
  wrappers: z
    .array(wrapper)
    .default([])
    .describe(
      "wrappers around it, the innermost first: a Name of gymnasium.wrappers or module:Name, or { Name: { options } }",
    ),
  observations: z
    .enum(["numbers", "vectors"])
    .default("vectors")
    .describe(
      "whether Discrete observations are numbers of states, as tables need them, or vectors with a 1; filled in by the policy",
    ),
  python: z.string().min(1).default("python3").describe("program that runs it"),
  timeout: z.number().positive().default(60).describe("seconds that one answer may take"),
});

/**
 * An environment of Gymnasium's interface, in a process of Python that is started when the first one is made in a thread.
 * It keeps its states to itself; the horizon of the study takes the place of the limit that it is registered with.
 *
 * Source: Towers et al. (2024), Gymnasium.
 */
export const gymnasium = {
  summary: "an environment of Gymnasium, in Python: environment: { gymnasium: CartPole-v1, options: { … } }",
  options,
  outside: true,
  create({ gymnasium: id, observations, ...rest }: z.output<typeof options>) {
    const asked = { id, numbered: observations === "numbers", ...rest };
    let client: Client;
    try {
      client = takeClient(asked);
    } catch (error) {
      throw error instanceof OutsideError ? new RangeError(error.message) : error; // of the study, as long as nothing runs
    }
    return gymnasiumEnvironment(id, client, asked.numbered, () => returnClient(asked, client));
  },
} satisfies EnvironmentKind;

/**
 * Completes `environment: { gymnasium }` of a study as it was written: the kind, and what observations are to its policy.
 * Anything else is left for the schema.
 */
export const withGymnasium = (study: unknown): unknown => {
  const { environment, policy } = Object(study) as { environment?: unknown; policy?: unknown };
  if (typeof environment !== "object" || environment === null || !("gymnasium" in environment)) return study;
  const { kind } = Object(policy) as { kind?: unknown };
  const observations = kind === "softmax" ? "numbers" : "vectors";
  return { ...(study as object), environment: { kind: "gymnasium", observations, ...environment } };
};
