import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../errors/usage-error.ts";
import { openReader } from "../store/open.ts";
import { type RunningServer, serveDatabase } from "../ui/server.ts";
import { print, warn } from "./print.ts";

const PORT = 4100;
const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

/** The words of the command line. */
export interface UiArguments {
  db?: string | undefined;
  port?: number | undefined;
  host: string;
}

/** Serves the page until Ctrl-C. @returns the exit code */
export const serveUi = async ({ db, port, host }: UiArguments): Promise<number> => {
  if (!LOOPBACK.includes(host))
    throw new UsageError(
      `--host must be one of ${LOOPBACK.join(", ")}; got ${host}. Whoever reaches the page can read the database; ` +
        `from another machine, reach it by: ssh -L ${port ?? PORT}:127.0.0.1:${port ?? PORT} <this machine>`,
    );
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65535))
    throw new UsageError(`--port must be a whole number from 0 to 65535; got ${port}`);
  const path = db ?? newest("results");
  openReader(path).close(); // a file that cannot be read is better told here
  const server = await serve(path, host, port);
  print(`${server.url}\n`);
  warn(`Shows ${path}; Ctrl-C ends it.\n`);
  await interrupted();
  await server.close();
  return 130;
};

const serve = async (path: string, host: string, port: number | undefined): Promise<RunningServer> => {
  const ports = port === undefined ? [...Array.from({ length: 20 }, (_, i) => PORT + i), 0] : [port];
  const queryProgram = new URL("./answer-query.js", import.meta.url);
  try {
    return await serveDatabase({ path, host, ports, queryProgram });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UsageError(
      code === "EADDRINUSE"
        ? `--port ${port} is taken; choose another, or leave it out for one that is free`
        : `the page cannot be served at ${host}: ${message}`,
    );
  }
};

/** The database in a folder that was written last. */
const newest = (folder: string): string => {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".db")) : [];
  const written = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const [first] = names
    .map((name) => join(folder, name))
    .map((path) => ({ path, time: Math.max(written(path), written(`${path}-wal`)) }))
    .sort((a, b) => b.time - a.time);
  if (first === undefined)
    throw new UsageError(
      `there is no database in ${folder} yet; name one, or make one: trueslope run <study>`,
    );
  return first.path;
};

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    const end = () => resolve();
    process.once("SIGINT", end).once("SIGTERM", end);
  });
