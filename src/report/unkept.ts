import type { Query } from "../store/snapshot.ts";

/** A sentence for each study of which not all estimates have rows; of all studies if none are named. */
export const unkept = (query: Query, studies?: readonly string[]): string[] =>
  query(`SELECT x.name AS study, sum(c.kept) AS kept, sum(c.replicates) AS drawn
  FROM cell AS c JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
  GROUP BY x.study_id HAVING sum(c.kept) < sum(c.replicates) ORDER BY x.study_id`)
    .filter(({ study }) => studies?.includes(String(study)) ?? true)
    .map(
      ({ study, kept, drawn }) =>
        `${study}: ${kept} of ${drawn} estimates are rows (probe.keep); the table cell has the sums of all.`,
    );
