import { type Snippet, snippetsOf } from "../snippets.ts";

/** Languages of blocks that a shell runs. */
const SHELL = new Set(["sh", "bash", "console", "shell"]);

export const isShell = ({ language }: Snippet): boolean => SHELL.has(language);

/** The commands of a shell block, in order: a line each, and more where a quote is open or the line ends in `\`. */
export const commandsOf = (text: string): string[] => {
  const commands: string[] = [];
  let open = "";
  for (const line of text.split("\n")) {
    open = open === "" ? line : `${open}\n${line}`;
    if (goesOn(open)) continue;
    if (!/^\s*(#|$)/.test(open)) commands.push(open);
    open = "";
  }
  if (open !== "") throw new SyntaxError(`a quote is not closed: ${open}`);
  return commands;
};

const goesOn = (text: string): boolean => text.split('"').length % 2 === 0 || text.endsWith("\\");

/** Whole commands in the prose of a page; those with `…` or `<…>` in them are patterns. */
export const commandsInProse = (markdown: string): string[] =>
  [...markdown.replace(/^ *```[\s\S]*?^ *```/gm, "").matchAll(/`(npx trueslope [^`…<]+)`/g)].map(
    ([, command]) => command,
  );

/** Whether a page has anything for a shell. */
export const hasCommands = (markdown: string): boolean =>
  snippetsOf(markdown).some(isShell) || commandsInProse(markdown).length > 0;
