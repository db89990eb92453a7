import type { Asks, Client, Connection } from "./connect.ts";
import { JOBS } from "./tables.ts";

/** What of a job is locked by whoever does it. PostgreSQL frees it when the connection ends, however it ends. */
const keyOf = (id: string): string => `hashtextextended(${id}, 0)`;

/** Seconds in which a machine that vanished from the network is found. */
const KEEPALIVE =
  "SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4";

/** Says of jobs that this process does them, as long as it lives: over one connection, which is made again if it breaks. */
export class Locks {
  readonly #connection: Connection;
  readonly #held = new Set<string>();
  #client: Promise<Client> | undefined;
  #closed = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @returns false if another does it, or this process already */
  async hold(id: string): Promise<boolean> {
    if (this.#held.has(id)) return false;
    const locked = await this.#connection.trying(async () => lock(await this.#connected(), id));
    if (locked) this.#held.add(id);
    return locked;
  }

  async release(id: string): Promise<void> {
    this.#held.delete(id);
    const client = await this.#client?.catch(() => undefined);
    await client?.query(`SELECT pg_advisory_unlock(${keyOf("$1")})`, [id]).catch(() => {}); // a broken connection holds nothing
  }

  async close(): Promise<void> {
    this.#closed = true;
    await (await this.#client?.catch(() => undefined))?.end();
  }

  #connected(): Promise<Client> {
    this.#client ??= this.#connect().catch((error) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  async #connect(): Promise<Client> {
    const client = await this.#connection.client();
    client.on("end", () => {
      this.#client = undefined;
      // what is being done goes on: nobody else is to begin it
      if (this.#closed || this.#held.size === 0) return;
      this.#connection.trying(() => this.#connected()).catch(() => {});
    });
    await client.query(KEEPALIVE);
    for (const id of this.#held) await lock(client, id);
    return client;
  }
}

const lock = async (client: Asks, id: string): Promise<boolean> => {
  const { rows } = await client.query(`SELECT pg_try_advisory_lock(${keyOf("$1")}) AS locked`, [id]);
  return rows[0].locked === true;
};

/**
 * Active jobs whose worker has died: they can be locked. A worker takes its lock a moment after its job, and after a start of the
 * database anew.
 */
const DEAD = `SELECT id FROM (
  SELECT id::text, pg_try_advisory_xact_lock(${keyOf("id::text")}) AS locked FROM ${JOBS}
  WHERE name = $1 AND state = 'active'
    AND started_on < now() - interval '2 seconds' AND pg_postmaster_start_time() < now() - interval '10 seconds'
) AS active WHERE locked`;

/** Gives jobs of workers that have died to others. */
export const recoverJobs = ({ transaction, boss }: Connection, queue: string): Promise<void> =>
  transaction(async (client) => {
    const { rows } = await client.query(DEAD, [queue]);
    for (const { id } of rows as readonly { id: string }[]) await boss.fail(queue, id);
  });
