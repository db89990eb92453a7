import { visible } from "../report/text/visible.ts";

/** Writes to stdout. Names and messages come from files that anyone may have made: none of it moves the terminal. */
export const print = (text: string): void => void process.stdout.write(visible(text));

/** Writes to stdout what another program reads: as it is, unless it is a terminal that reads it. */
export const printExact = (content: string | Uint8Array): void =>
  void process.stdout.write(typeof content === "string" && process.stdout.isTTY ? visible(content) : content);

/** Writes to stderr. */
export const warn = (text: string): void => void process.stderr.write(visible(text));
