import { execFileSync } from "node:child_process";
import { chmodSync, chownSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { freePort } from "../suite/free-port.ts";
import { POSTGRES } from "../suite/needs.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

/** A PostgreSQL of this machine alone. */
export interface Database {
  readonly url: string;
  start(): void;
  /** At once, as a crash; or in order. */
  stop(how: "immediate" | "fast"): void;
  /** The rows of a query, a line each. */
  ask(sql: string): string[];
}

/** Makes a database and starts it; of the user postgres where this one is root, whom it refuses. */
export const startDatabase = async (): Promise<Database> => {
  const folder = temporaryFolder();
  const isRoot = userInfo().uid === 0;
  const run = (program: string, ...words: string[]): string => {
    const command = [join(POSTGRES as string, program), ...words];
    const [first, ...others] = isRoot ? ["runuser", "-u", "postgres", "--", ...command] : command;
    return execFileSync(first, others, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  };
  if (isRoot) {
    const id = (which: string) => Number(execFileSync("id", [which, "postgres"], { encoding: "utf8" }));
    chownSync(folder, id("-u"), id("-g"));
    chmodSync(dirname(folder), 0o711);
  }
  const [data, log] = [join(folder, "data"), join(folder, "log")];
  run("initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync");
  const port = await freePort();
  const options = `-c listen_addresses=127.0.0.1 -p ${port} -c unix_socket_directories=${folder} -c fsync=off`;
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const database: Database = {
    url,
    // its log takes what would keep our pipe open
    start: () => void run("pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start"),
    stop: (how) => void run("pg_ctl", "-D", data, "-m", how, "-w", "stop"),
    ask: (sql) => run("psql", "-At", url, "-c", sql).split("\n").slice(0, -1),
  };
  database.start();
  return database;
};
