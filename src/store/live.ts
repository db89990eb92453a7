import type Database from "better-sqlite3";
import { openReader } from "./open.ts";
import { queryRows } from "./query.ts";
import type { Query, Row } from "./snapshot.ts";

/** What the summary of a probe depends on. */
interface ProbeState {
  readonly agent: string;
  readonly seed: number;
  readonly iteration: number;
  /** Changes with everything that is written to the probe after its estimates are complete. */
  readonly state: string;
  /** 1 if no more estimates will come: the run has ended or is past this probe. */
  readonly settled: 0 | 1;
}

type Cells = readonly (readonly unknown[])[];

/**
 * Follows a database that another process may be writing. What costs time, `estimator_summary`, is read probe by
 * probe, and kept once a probe is settled, so that following a sweep costs no more than what is new in it. Every
 * statement is a read transaction of its own and none takes long; between two readings nothing is open. So the
 * writer can always write, move its log into the file, and close it.
 */
export class LiveReader {
  readonly #path: string;
  /** Settled cells, by probe. */
  readonly #settled = new Map<string, { readonly state: string; readonly cells: Cells }>();

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Lets `use` query the database as it is now. The views show the studies that `choose` names, and no others.
   *
   * @throws StoreError as `openReader` does
   */
  read<T>(choose: (query: Query) => readonly string[], use: (query: Query) => T): T {
    const db = openReader(this.#path);
    try {
      db.pragma("temp_store = memory");
      const query: Query = (sql) => queryRows(db, sql) as readonly Row[];
      const studies = choose(query);
      db.exec("CREATE TEMP TABLE estimator_summary AS SELECT * FROM main.estimator_summary WHERE 0");
      for (const study of studies) this.#fill(db, study);
      hideViews(db);
      return use(query);
    } finally {
      db.close();
    }
  }

  #fill(db: Database.Database, study: string): void {
    const found = [...this.#cellsOf(db, study)];
    if (found.length === 0) return;
    const insert = db.prepare(
      `INSERT INTO temp.estimator_summary VALUES (${found[0].map(() => "?").join(", ")})`,
    );
    db.transaction(() => {
      for (const cell of found) insert.run(cell);
    })();
  }

  *#cellsOf(db: Database.Database, study: string): Generator<readonly unknown[]> {
    const probes = db.prepare<[string], ProbeState>(PROBES).all(study);
    const summary = db.prepare(SUMMARY).raw();
    for (const { agent, seed, iteration, state, settled } of probes) {
      const key = JSON.stringify([study, agent, seed, iteration]);
      const known = this.#settled.get(key);
      if (known?.state === state) {
        yield* known.cells;
        continue;
      }
      const cells = summary.all(study, agent, seed, iteration) as Cells;
      if (settled === 1) this.#settled.set(key, { state, cells });
      else this.#settled.delete(key);
      yield* cells;
    }
  }
}

/** One probe of the summary; its conditions reach the indexes of the tables behind the view. */
export const SUMMARY =
  "SELECT * FROM main.estimator_summary WHERE study = ? AND agent = ? AND seed = ? AND iteration = ?";

/** Probes that have begun. A finished run is immutable, and a repeated one is another attempt, started later. */
const PROBES = `
WITH reached AS (
  SELECT r.run_id, r.agent, r.seed, r.status, r.attempt, r.started_at, r.config_hash, p.probe_id, p.iteration,
    r.status <> 'running' OR p.iteration < max(p.iteration) OVER (PARTITION BY r.run_id) AS settled
  FROM probe AS p JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
  WHERE x.name = ? AND p.theta IS NOT NULL
)
SELECT agent, seed, iteration, settled, json_array(
    attempt, started_at, config_hash, settled,
    (SELECT count(*) FROM truth AS t WHERE t.probe_id = reached.probe_id),
    (SELECT count(*) FROM corrected_alignment AS a WHERE a.probe_id = reached.probe_id)
  ) AS state
FROM reached ORDER BY run_id, iteration`;

/** Temporary views with the definitions of the others, so that they build on the summary that is at hand. */
const hideViews = (db: Database.Database): void => {
  const views = db
    .prepare<[], { sql: string }>(
      "SELECT sql FROM main.sqlite_schema WHERE type = 'view' AND name <> 'estimator_summary' ORDER BY rowid",
    )
    .all();
  for (const { sql } of views) db.exec(sql.replace(/^CREATE VIEW\b/i, "CREATE TEMP VIEW"));
};
