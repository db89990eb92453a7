import { onTestFinished } from "vitest";
import type { QueryStatus } from "../../src/ui/app.ts";
import { type Result, startTrueslope } from "../cli/trueslope.ts";

/** A page that is being served by a process of its own. */
export interface Serving {
  readonly url: string;
  readonly pid: number;
  /** What a program other than a browser gets. */
  get(address: string, headers?: Record<string, string>): Promise<Response>;
  ask(sql: string, options?: { format?: string; signal?: AbortSignal }): Promise<{ [key: string]: unknown }>;
  /** How its queries are. */
  queries(): Promise<QueryStatus>;
  readonly ended: Promise<Result>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<Result>;
}

/** What is asked of a page at an address. */
export const asking = (url: string): Pick<Serving, "url" | "get" | "ask" | "queries"> => {
  const get: Serving["get"] = (path, headers = {}) => fetch(new URL(path, url), { headers });
  return {
    url,
    get,
    async ask(sql, { format = "json", signal } = {}) {
      const response = await fetch(new URL("/api/sql", url), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ sql, format }),
        ...(signal && { signal }),
      });
      return (await response.json()) as { [key: string]: unknown };
    },
    queries: async () => (await get("/api/queries")).json() as Promise<QueryStatus>,
  };
};

/** Runs `trueslope ui …` until it says where it is. */
export const serving = async (...args: string[]): Promise<Serving> => {
  const { child, ended } = startTrueslope("ui", ...args);
  const address = new Promise<string>((resolve) => {
    let text = "";
    child.stdout?.on("data", (part) => {
      text += part;
      if (text.includes("\n")) resolve(text.trim());
    });
  });
  const early = ended.then(({ stderr }) => {
    throw new Error(`it ended: ${stderr}`);
  });
  const url = await Promise.race([address, early]);
  early.catch(() => {});
  return {
    ...asking(url),
    pid: child.pid as number,
    ended,
    stop() {
      child.kill("SIGINT");
      return ended;
    },
  };
};

/** The same, ended with the test. */
export const servingHere = async (...args: string[]): Promise<Serving> => {
  const server = await serving(...args);
  onTestFinished(async () => void (await server.stop()));
  return server;
};
