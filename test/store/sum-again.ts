import type Database from "better-sqlite3";
import { sumCells } from "../../src/store/migrate/sum-cells.ts";

/** Makes the cells follow from the estimates again, of which a test has changed some by hand. */
export const sumAgain = (db: Database.Database): void => {
  db.exec("DELETE FROM cell");
  sumCells(db);
};
