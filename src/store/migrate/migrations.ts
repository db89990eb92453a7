import type Database from "better-sqlite3";
import { judgeTruths, measureBiases, TRUTH_COLUMNS } from "./migrate-truths.ts";
import { recountAccumulated } from "./recount-accumulated.ts";
import { sumCells } from "./sum-cells.ts";

/**
 * What brings a file from one schema version to the next, beyond additions. These need no line here: a table that is
 * in schema.sql and not in the file is created, and a column that only schema.sql has is added, NULL (or its DEFAULT)
 * in every row; views are made anew from views.sql. A migration says the rest: names that changed, rows and columns
 * whose values follow from what the file knows. A column that it fills it adds first (ALTER TABLE … ADD COLUMN).
 */
export interface Migration {
  /** The version of the files that it takes; it leaves them at the next. */
  readonly from: number;
  /** Statements on the tables of version `from`, with the functions of `registerFunctions`. */
  readonly sql: string;
  /** What SQL cannot compute, after it. */
  readonly compute?: (db: Database.Database) => void;
  /** What fills new tables, when all have their present form. */
  readonly complete?: (db: Database.Database) => void;
}

/** Words of version 2. */
const RENAMED = `
  ALTER TABLE own_target RENAME TO estimand;
  ALTER TABLE run RENAME COLUMN experiment_id TO study_id;
  ALTER TABLE experiment RENAME COLUMN experiment_id TO study_id;
  ALTER TABLE experiment RENAME TO study;
`;

/** In the order of versions, from `OLDEST_VERSION` without a gap. */
export const migrations: readonly Migration[] = [
  {
    from: 1,
    sql: `${RENAMED}${TRUTH_COLUMNS}`,
    compute: (db) => {
      recountAccumulated(db); // first: what follows goes by batch size
      judgeTruths(db);
      measureBiases(db);
    },
    complete: sumCells,
  },
];
