import { fork } from "node:child_process";
import type { AnswerLimits } from "../store/guarded.ts";

/** How long a query may take and how much it may use. */
export interface QueryLimits extends AnswerLimits {
  /** From its start. Less than a writer waits for a reader that holds a file without a log (5 s). */
  readonly milliseconds: number;
  /** Of its whole process, a bare one included (about 80). */
  readonly megabytes: number;
}

export const LIMITS = {
  json: { milliseconds: 4000, megabytes: 512, rows: 1000, bytes: 4e6 },
  csv: { milliseconds: 4000, megabytes: 512, rows: 100_000, bytes: 64e6 },
} as const satisfies Readonly<Record<string, QueryLimits>>;

export type AnswerFormat = keyof typeof LIMITS;

/** What the process that answers is asked. */
export interface SqlQuestion {
  readonly path: string;
  readonly sql: string;
  readonly format: AnswerFormat;
  readonly limits: QueryLimits;
}

/** A value as a page shows it; a BLOB by its length in bytes. */
export type PlainValue = string | number | null | { readonly bytes: number };

/** What it sends: that it is ready to be asked, that the query begins, and then one reply. */
export type SqlReply =
  | {
      readonly columns: readonly string[];
      readonly rows: readonly (readonly PlainValue[])[];
      readonly more: boolean;
    }
  | { readonly csv: string; readonly more: boolean }
  | { readonly error: string };
export type SqlMessage = "ready" | "begun" | SqlReply;

const START_LIMIT = 60_000; // milliseconds that the process may take until the query begins

/**
 * Has a query answered by a process of its own. SQLite runs a query to its end, and not even the end of its thread
 * stops it; killing the process does.
 *
 * @param program the file of that process
 * @param signal kills it
 * @param onBegun called when the query begins, from when on its time is counted
 */
export const ask = (
  program: URL,
  question: SqlQuestion,
  signal: AbortSignal,
  onBegun: () => void = () => {},
): Promise<SqlReply> =>
  new Promise((resolve) => {
    const { milliseconds, megabytes } = question.limits;
    const child = fork(program, { stdio: ["ignore", "ignore", "ignore", "ipc"], execArgv: [] });
    let why: string | undefined;
    const kill = (reason: string) => () => {
      why = reason;
      child.kill("SIGKILL");
    };
    const stop = kill("the query was stopped");
    let timer = setTimeout(kill("the process for queries did not start"), START_LIMIT);
    const finish = (reply: SqlReply) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      child.removeAllListeners();
      child.on("error", () => {});
      child.kill("SIGKILL");
      resolve(reply);
    };
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
    child.on("message", (message: SqlMessage) => {
      if (message === "ready") return child.send(question);
      if (message !== "begun") return finish(message);
      clearTimeout(timer);
      timer = setTimeout(kill(`the query was stopped after ${milliseconds / 1000} s`), milliseconds);
      onBegun();
    });
    child.on("error", (error) => finish({ error: `the query could not be asked: ${error.message}` }));
    child.on("exit", (code) => {
      const outOfMemory = `the query was stopped: it needed more than ${megabytes} MB of memory`; // by its own watch
      finish({ error: why ?? (code === null ? outOfMemory : `the process for queries failed (${code})`) });
    });
  });
