import type { ArgumentsCamelCase, Argv } from "yargs";
import type { AuditArguments } from "../audit-script.ts";
import { exitWith } from "../process-end.ts";

export const command = "audit [script]";
export const describe =
  "Say what a Python function is the gradient of: loss, gradient, advantages or token_loss of a file";

export const options = {
  init: {
    type: "boolean",
    describe: "write a commented example to the file instead, my_loss.py if none is named",
  },
  entry: {
    choices: ["loss", "gradient", "advantages", "token_loss"] as const,
    describe: "function that is audited; the first of these that the file defines if not given",
  },
  python: {
    type: "string",
    requiresArg: true,
    default: "python3",
    describe: "program that runs it; needs NumPy, and PyTorch for loss",
  },
  discount: {
    type: "number",
    requiresArg: true,
    default: 0.8,
    describe: "γ of the batch, from 0 to 1; below 1, what is done with it can be seen",
  },
  timeout: { type: "number", requiresArg: true, default: 60, describe: "seconds that one answer may take" },
  expect: {
    type: "string",
    requiresArg: true,
    describe:
      "preset (also of PPO or A2C) or estimator (YAML) that it must be equal to; any other ends with 1",
  },
  strict: { type: "boolean", describe: "end with 1 unless it is known to be an unbiased estimate of ∇J" },
  credit: { type: "boolean", describe: "print how every reward counts for every step" },
  json: { type: "boolean", describe: "print one JSON object" },
} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("script", { type: "string", describe: "Python file" })
    .options(options)
    .epilogue("Exit codes: 0 no fault was found, 1 a fault was found, 2 it cannot be audited.");

export const handler = async (given: ArgumentsCamelCase<AuditArguments>) =>
  exitWith((await import("../audit-script.ts")).auditScript(given));
