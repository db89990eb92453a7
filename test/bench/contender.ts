import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** What a contender says of a number of batches; see ours/serve.ts, yardsticks/rounds.h and yardsticks/rounds.py. */
export interface Answer {
  readonly nanoseconds: number;
  readonly units: number;
  readonly trajectories: number;
  readonly check: number;
}

/** A program that waits, and does batches of work when it is asked to. */
export interface Contender {
  readonly name: string;
  /** What it runs on, with versions. */
  readonly description: string;
  /** @throws Error if it has ended */
  batches(count: number): Promise<Answer>;
  close(): Promise<void>;
}

/** Linear algebra in one thread, whichever library it is. */
const ONE_THREAD = {
  OMP_NUM_THREADS: "1",
  OPENBLAS_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
};

/** Starts a program and waits until it is ready. @throws Error with the last line of its complaints if it ends */
export const startContender = async (
  name: string,
  [command, ...words]: readonly string[],
): Promise<Contender> => {
  const child = spawn(command, words, { env: { ...process.env, ...ONE_THREAD } });
  let complaint = "";
  child.stderr.on("data", (text) => (complaint = `${complaint}${text}`.slice(-10_000)));
  child.on("error", (error) => (complaint = error.message));
  child.stdin.on("error", () => {}); // it has ended, which the missing answer tells
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const nextLine = async () => {
    const { value, done } = await lines.next();
    if (!done) return JSON.parse(value);
    await ended;
    throw new Error(complaintOf(complaint));
  };
  const { ready } = await nextLine();
  return {
    name,
    description: ready,
    batches(count) {
      child.stdin.write(`${count}\n`);
      return nextLine();
    },
    close() {
      child.stdin.end();
      return ended;
    },
  };
};

/** The line that says what is wrong: of Node.js the one that begins with the error's name, of Python the last. */
const complaintOf = (text: string): string => {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.find((line) => /^\w*Error/.test(line)) ?? lines.at(-1) ?? "it ended without a word";
};
