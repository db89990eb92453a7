import { literal } from "./text/literal.ts";

/** SQL: 1 where an agent of a study draws its batches in steps; undiscounted returns are then what is looked at first. */
export const drawsSteps = (study: string): string => `EXISTS (
    SELECT 1 FROM run AS r JOIN study AS x USING (study_id)
    WHERE x.name = ${literal(study)} AND json_extract(r.config, '$.agent.batchSteps') IS NOT NULL
  )`;
