import { unkept } from "../report/unkept.ts";
import { openReader } from "../store/open.ts";
import { queryOf } from "../store/snapshot.ts";

/** The studies of a database of which not all estimates have rows, as sentences. */
export const unkeptIn = (path: string): string[] => {
  const db = openReader(path);
  try {
    return unkept(queryOf(db));
  } finally {
    db.close();
  }
};
