import { closeSync, openSync, writeSync } from "node:fs";
import { parsedValue } from "../config/override.ts";
import type { CriticOptions } from "../critics/choice.ts";
import { UsageError } from "../errors/usage-error.ts";
import { writeTogether } from "../files/write-together.ts";
import { count } from "../report/text/format-number.ts";
import { onlyStudy } from "../study/complete-study.ts";
import { recordBatches } from "../study/record-batches.ts";
import { load } from "./load.ts";
import { print } from "./print.ts";
import { shellWord } from "./shell-word.ts";

/** The words of the command line. */
export interface BatchesArguments {
  study: string;
  output: string;
  name: string;
  critic?: string | undefined;
  seeds?: string | undefined;
  set?: string[] | undefined;
  force?: boolean | undefined;
}

/** Writes the batches of a study's probes, and says how they are judged. */
export const writeBatches = async (given: BatchesArguments): Promise<void> => {
  const { study: path, output, name, seeds, set, force = false } = given;
  const critic = given.critic === undefined ? undefined : criticOf(given.critic);
  const study = onlyStudy(await load(path, { seeds, set }), path);
  writeTogether([output], force, (_, temporary) => {
    const { count: batches, parts } = recordBatches(study, { name, critic });
    writeParts(temporary, parts);
    const words = [
      seeds === undefined ? [] : ["--seeds", seeds],
      ...(set ?? []).map((each) => ["--set", each]),
    ];
    const again = ["npx trueslope judge", ...[path, "gradients.safetensors", ...words.flat()].map(shellWord)];
    print(
      `${output}: ${count(batches, "batch", "batches")} for estimator "${name}". With their gradients:\n  ${again.join(" ")}\n`,
    );
  });
};

/** A kind alone stands for a critic without options. @throws UsageError if it is no YAML */
const criticOf = (text: string): CriticOptions => {
  try {
    const value = parsedValue(text);
    return (typeof value === "string" && value !== "agent" ? { kind: value } : value) as CriticOptions;
  } catch (error) {
    throw new UsageError(`--critic: ${(error as Error).message}`);
  }
};

const writeParts = (path: string, parts: readonly Uint8Array[]): void => {
  const file = openSync(path, "w");
  try {
    for (const part of parts) for (let done = 0; done < part.length; ) done += writeSync(file, part, done);
  } finally {
    closeSync(file);
  }
};
