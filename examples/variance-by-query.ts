/**
 * A study from a file, run over two worker threads, and its question answered by a query: what does the baseline buy?
 *
 * After `npm run build`: `node dist/examples/variance-by-query.js`
 */
import { loadStudies, openReader, runStudies } from "trueslope";

const [db = "results/variance-by-query.db", file = "experiments/frozen-lake/study.yaml"] =
  process.argv.slice(2);

const studies = loadStudies(file, { seeds: "0..1", set: ["probe.replicates=50"] });
const failures = await runStudies(studies, {
  db,
  workers: 2,
  onPlan: (jobs, done) => console.log(`${jobs.length} runs to do, ${done} done already`),
});
for (const { config, error } of failures) console.error(`seed ${config.seed}: ${error}`);

// One row of estimator_summary is a cell: the replicates of one estimator at one batch size and θ. Differences are paired,
// because all estimators of a probe see the same trajectories.
const QUESTION = `
  SELECT agent, batch_size AS batch, avg(with_value.total_variance / without.total_variance) AS variance_left
  FROM estimator_summary AS without
  JOIN estimator_summary AS with_value USING (study, agent, seed, iteration, batch_size)
  WHERE without.estimator = 'to-go' AND with_value.estimator = 'to-go-value'
  GROUP BY agent, batch_size`;

const reader = openReader(db);
console.table(reader.prepare(QUESTION).all());
reader.close();
