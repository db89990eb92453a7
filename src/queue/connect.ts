import { setTimeout } from "node:timers/promises";
import { OutsideError } from "../errors/outside-error.ts";
import { UsageError } from "../errors/usage-error.ts";
import { CREATE_TABLES, ONE_AFTER_THE_OTHER, SCHEMA } from "./tables.ts";

/** Rows of a statement. */
type Answer = Promise<{ readonly rows: readonly Record<string, unknown>[] }>;

/** Asks PostgreSQL. # values by $1, $2, … */
export interface Asks {
  query(text: string, values?: readonly unknown[]): Answer;
}

/** A connection of package pg, as far as it is used here. */
export interface Client extends Asks {
  connect(): Promise<void>;
  end(): Promise<void>;
  on(event: "error" | "end", listener: (error?: Error) => void): void;
}

interface PooledClient extends Asks {
  release(destroy?: boolean): void;
}

interface Pool extends Asks {
  connect(): Promise<PooledClient>;
  end(): Promise<void>;
  on(event: "error", listener: (error: Error) => void): void;
}

interface Executor {
  executeSql(text: string, values: readonly unknown[]): Answer;
}

/** The queue of package pg-boss, as far as it is used here. */
interface Boss {
  on(event: "error", listener: (error: Error) => void): void;
  start(): Promise<unknown>;
  stop(options: { readonly graceful: boolean }): Promise<void>;
  createQueue(name: string, options: Readonly<Record<string, unknown>>): Promise<void>;
  insert(jobs: readonly { id: string; name: string; data: object }[]): Promise<void>;
  fetch(name: string): Promise<readonly { readonly id: string; readonly data: unknown }[]>;
  complete(name: string, id: string, data: object, options: { readonly db: Executor }): Promise<void>;
  fail(name: string, id: string): Promise<void>;
  deleteJob(name: string, ids: readonly string[]): Promise<void>;
}

/** A database with a queue. Every call waits while the database does not answer, and asks again. */
export interface Connection extends Asks {
  readonly boss: Boss;
  /** Everything or nothing; done again where the connection breaks. */
  transaction(use: (client: Asks, executor: Executor) => Promise<void>): Promise<void>;
  /** Does something until the database has answered. */
  trying<T>(action: () => Promise<T>): Promise<T>;
  /** A connection of its own. */
  client(): Promise<Client>;
  close(): Promise<void>;
}

/** Seconds after which a job that is still active is given to another; pg-boss has them below a day. */
const EXPIRES = 86_000;
/** Workers that a run may take the life of, or that may give it back. */
export const MAX_STARTS = 100;
const BETWEEN_TRIES = 500; // milliseconds

/**
 * Connects to a database, and makes there what a queue needs.
 *
 * @param url postgres://user@host:port/database
 * @param queues their names
 * @param onTrouble told what is wrong, once, when the database does not answer
 * @throws UsageError if it is no such address, or the packages are not installed; OutsideError if nobody answers at first
 */
export const connect = async (
  url: string,
  queues: readonly string[],
  signal?: AbortSignal,
  onTrouble: (text: string) => void = () => {},
): Promise<Connection> => {
  if (!/^postgres(ql)?:\/\//.test(url))
    throw new UsageError(`a queue is named by an address such as postgres://host/database; got ${url}`);
  const { Client, Pool } = (await installed("pg")) as {
    Client: new (options: object) => Client;
    Pool: new (options: object) => Pool;
  };
  const PgBoss = (await installed("pg-boss")) as new (options: object) => Boss;
  const options = { connectionString: url, keepAlive: true };
  const pool = new Pool(options);
  pool.on("error", () => {}); // of a connection that is idle: the next query has another
  const persistent = persistence(signal, onTrouble);
  const query: Asks["query"] = (text, values) => persistent(() => pool.query(text, values));
  const boss = new PgBoss({ db: { executeSql: query }, schema: `${SCHEMA}_queue`, schedule: false });
  boss.on("error", () => {}); // of its housekeeping, which comes again
  const first = new Client(options);
  first.on("error", () => {});
  try {
    await first.connect();
    await first.query(ONE_AFTER_THE_OTHER);
    await first.query(CREATE_TABLES);
    await boss.start();
    for (const queue of queues)
      await boss.createQueue(queue, { retryLimit: MAX_STARTS - 1, retryDelay: 0, expireInSeconds: EXPIRES });
  } catch (error) {
    await pool.end();
    throw new OutsideError(`the database of the queue cannot be used: ${(error as Error).message}`);
  } finally {
    await first.end();
  }
  return {
    boss,
    query,
    trying: persistent,
    transaction: (use) => persistent(() => inTransaction(pool, use)),
    client: () =>
      persistent(async () => {
        const client = new Client(options);
        client.on("error", () => {}); // its end is what is listened to
        await client.connect();
        return client;
      }),
    async close() {
      await boss.stop({ graceful: false });
      await pool.end();
    },
  };
};

const inTransaction = async (pool: Pool, use: Parameters<Connection["transaction"]>[0]): Promise<void> => {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query("BEGIN");
    await use(client, { executeSql: (text, values) => client.query(text, values) });
    await client.query("COMMIT");
    broken = false;
  } finally {
    client.release(broken); // one in whose midst a transaction failed is of no use
  }
};

/** Codes of a database that is stopped, starts or is full of connections, and of sockets. */
const TRANSIENT = /^(08...|57P0[123]|53300|ECONN\w+|EPIPE|ENOENT|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN)$/;

const isTransient = (error: unknown): boolean => {
  const { code, message } = error as NodeJS.ErrnoException;
  return TRANSIENT.test(String(code)) || /Connection terminated|connection error/i.test(message);
};

/** Gives a function that does something until the database has answered, or the signal is given. */
const persistence = (signal: AbortSignal | undefined, onTrouble: (text: string) => void) => {
  let told = false;
  return async <T>(action: () => Promise<T>): Promise<T> => {
    for (;;)
      try {
        const result = await action();
        told = false;
        return result;
      } catch (error) {
        if (!isTransient(error) || signal?.aborted) throw error;
        if (!told)
          onTrouble(`the database of the queue does not answer (${(error as Error).message}); trying on`);
        told = true;
        await setTimeout(BETWEEN_TRIES);
      }
  };
};

/** @throws UsageError if it is not installed */
const installed = async (name: string): Promise<unknown> => {
  try {
    return (await import(name)).default;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError(`a queue needs the packages pg and pg-boss: npm install pg pg-boss@10`);
  }
};
