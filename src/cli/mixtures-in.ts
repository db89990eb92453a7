import { mixtures } from "../report/caveats.ts";
import { openReader } from "../store/open.ts";
import { queryOf } from "../store/snapshot.ts";

/** The agents of a database of which some seeds are no replicates of others, as sentences. */
export const mixturesIn = (path: string): string[] => {
  const db = openReader(path);
  try {
    const query = queryOf(db);
    return mixtures(
      query,
      query("SELECT name FROM study ORDER BY study_id").map(({ name }) => String(name)),
    );
  } finally {
    db.close();
  }
};
