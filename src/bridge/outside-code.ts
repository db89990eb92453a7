import { existsSync } from "node:fs";
import { OutsideError } from "../errors/outside-error.ts";
import { scriptOf, withClient } from "./client-command.ts";
import { ENTRIES, type Entry, PROTOCOL } from "./entries.ts";
import type { Frame, Tensor } from "./frame.ts";
import { OutsideProcess } from "./outside-process.ts";

/** Code of somebody else that a study names. */
export interface OutsideCodeOptions {
  readonly command: readonly string[];
  /** The first that it defines, if not given. */
  readonly entry?: Entry | undefined;
  /** Seconds that one answer may take. */
  readonly timeout: number;
}

/** Asks it for an estimate. @throws OutsideError where there is no answer */
export type AskOutside = (tensors: readonly Tensor[], metadata: Readonly<Record<string, string>>) => Frame;

/** Those of this thread, by their commands: each is started once, and ends when the thread does. */
const started = new Map<string, Started>();

interface Started {
  readonly outside: OutsideProcess;
  /** Names of the functions that it has; of a program that tells none, undefined. */
  readonly functions: readonly string[] | undefined;
}

/**
 * A function that asks code of somebody else. Nothing is started before the first question.
 * @throws RangeError if the file is not there
 */
export const outsideCode = ({ command, entry, timeout }: OutsideCodeOptions): AskOutside => {
  const script = scriptOf(command)?.script;
  if (script !== undefined && !existsSync(script)) throw new RangeError(`command: ${script}: no such file`);
  const name = script ?? command.join(" ");
  const key = JSON.stringify([command, timeout]);
  return (tensors, metadata) => {
    const code = started.get(key) ?? start(command, timeout, name);
    started.set(key, code);
    const chosen = entry ?? ENTRIES.find((each) => code.functions?.includes(each));
    if (code.functions && (chosen === undefined || !code.functions.includes(chosen)))
      throw new OutsideError(
        `${name} does not define ${chosen ? `${chosen}(…)` : "loss(…), gradient(…) or advantages(…)"}`,
      );
    try {
      const call = { call: "estimate", ...(chosen && { entry: chosen }), ...metadata };
      return answerOf(code.outside, name, tensors, call);
    } catch (error) {
      if (code.outside.closed) started.delete(key);
      throw error;
    }
  };
};

const start = (command: readonly string[], timeout: number, name: string): Started => {
  const outside = new OutsideProcess({ command: withClient(command), timeout });
  try {
    const { protocol, functions } = answerOf(outside, name, [], { call: "describe" }).metadata;
    if (protocol !== PROTOCOL)
      throw new OutsideError(`${name} speaks protocol ${protocol ?? "of no name"}; expected ${PROTOCOL}`);
    return { outside, functions: functions?.split(",") };
  } catch (error) {
    outside.close();
    throw error;
  }
};

const answerOf = (
  outside: OutsideProcess,
  name: string,
  tensors: readonly Tensor[],
  metadata: Readonly<Record<string, string>>,
): Frame => {
  const answer = outside.ask(tensors, { protocol: PROTOCOL, ...metadata });
  const { error } = answer.metadata;
  if (error !== undefined) throw new OutsideError(`${name}: ${error}`);
  return answer;
};
