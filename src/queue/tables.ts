/** Schema of the one table of ours; that of pg-boss is called alike. */
export const SCHEMA = "trueslope";

/** Of pg-boss, where its jobs are. */
export const JOBS = `${SCHEMA}_queue.job`;

/** What runs have come to, until whoever asked for them has it: nothing is kept here. */
export const RESULTS = `${SCHEMA}.result`;

/** Files are stored as they are, or time would go into compressing them. */
export const CREATE_TABLES = `
  CREATE SCHEMA IF NOT EXISTS ${SCHEMA};
  CREATE TABLE IF NOT EXISTS ${RESULTS} (
    queue text NOT NULL,
    id    uuid NOT NULL, -- of its job
    file  bytea,         -- database with the one run
    error text,          -- why there is no file
    PRIMARY KEY (queue, id)
  );
  ALTER TABLE ${RESULTS} ALTER COLUMN file SET STORAGE EXTERNAL`;

/** Many may begin at once, and what a queue needs is made one after the other: until the connection that asks this ends. */
export const ONE_AFTER_THE_OTHER = `SELECT pg_advisory_lock(hashtextextended('${RESULTS}', 0))`;
