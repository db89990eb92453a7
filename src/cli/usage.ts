import { suggestion } from "../errors/did-you-mean.ts";
import { UsageError } from "../errors/usage-error.ts";

/** What a command is called with. */
export interface CommandWords {
  /** Such as "sql <db> [query]". */
  readonly command: string;
  readonly options: object;
}

/** Options of all commands. */
const COMMON = ["help", "version"];

/**
 * The error of a command line: the one that was thrown or, of what yargs cannot read, a usage error in the words of a study's
 * errors: what is wrong, what was expected, what was given and which choice is nearest.
 *
 * @param words the command line, without the program
 */
export const explainUsage = (
  message: string,
  error: unknown,
  commands: readonly CommandWords[],
  words: readonly string[],
): unknown => {
  const isOfYargs = error instanceof Error && error.name === "YError";
  if (error !== undefined && error !== null && !isOfYargs) return error;
  const name = words.find((word) => !word.startsWith("-"));
  const used = commands.find(({ command }) => nameOf(command) === name);
  if (used !== undefined) return new UsageError(linesOf(message, used, words).join("\n"));
  if (name === undefined) return new UsageError(message);
  const known = commands.map(({ command }) => nameOf(command));
  const hint = suggestion(name, known) || `; there are ${known.join(", ")}`;
  return new UsageError(`unknown command: ${name}${hint}`);
};

const nameOf = (command: string): string => command.split(" ")[0];

/** What is wrong with the words of a command, a line each. */
const linesOf = (message: string, { command, options }: CommandWords, words: readonly string[]): string[] => {
  const known = Object.keys(options);
  const see = `see trueslope ${nameOf(command)} --help`;
  const inOptions = words.flatMap((word) => /^--([^=]+)/.exec(word)?.[1] ?? []);
  const unknown = [...new Set(inOptions)].filter((option) => ![...known, ...COMMON].includes(option));
  if (unknown.length > 0) {
    const knows = known.length > 0 ? `; ${nameOf(command)} knows --${known.join(", --")}` : "";
    return unknown.map((option) => `unknown option: --${option}${nearestOption(option, known) || knows}`);
  }

  const surplus = /^Unknown arguments?: (.*)$/.exec(message)?.[1].split(", ");
  if (surplus) return surplus.map((word) => `unexpected argument: ${word}; ${see}`);
  const given = /^Not enough non-option arguments: got (\d+)/.exec(message)?.[1];
  if (given !== undefined) return [`${command.split(" ")[1 + Number(given)]} is missing; ${see}`];
  const without = /^(?:Not enough arguments following|Missing argument value): (.*)$/.exec(message)?.[1];
  if (without !== undefined) return [`--${without} needs a value; ${see}`];
  const missing = /^Missing required arguments?: (.*)$/.exec(message)?.[1].split(", ");
  if (missing) return missing.map((option) => `--${option} is missing; ${see}`);
  const wrong = [...message.matchAll(/^ *Argument: (.*?), Given: (.*), Choices: (.*)$/gm)];
  if (wrong.length === 0) return [message];
  return wrong.map(([, what, value, quoted]) => {
    const choices = quoted.split(", ").map((choice) => JSON.parse(choice) as string);
    const place = known.includes(what) ? `--${what}` : `<${what}>`;
    const hint = suggestion(value.replaceAll('"', ""), choices);
    return `${place} must be one of ${choices.join(", ")}; got ${value}${hint}`;
  });
};

const nearestOption = (option: string, known: readonly string[]): string =>
  suggestion(option, known).replace("did you mean ", "did you mean --");
