import { UsageError } from "../errors/usage-error.ts";
import {
  againstBaseline,
  overReplicates,
  overSeeds,
  pairedOverReplicates,
  pairsOf,
} from "../report/comparison/comparison.ts";
import {
  NOTHING_WITHIN,
  squaredBiasOverSeeds,
  type WithinProbe,
  withinProbe,
} from "../report/comparison/comparison-probe.ts";
import type { Comparison, Contender } from "../report/comparison/comparison-table.ts";
import { type Metric, metrics } from "../report/comparison/metrics.ts";
import { isRare, SEEN, type SeenRow, seenOf } from "../report/rare.ts";
import {
  type Cell,
  cellOrder,
  competing,
  keyOf,
  lastProbes,
  type ScoreRow,
  scoresByCell,
} from "../report/score-cells.ts";
import { type Interval, withoutInterval } from "../statistics/interval.ts";
import { gradientReader } from "../store/cell-gradients.ts";
import type { openReader } from "../store/open.ts";
import type { Row } from "../store/snapshot.ts";

type Database = ReturnType<typeof openReader>;

/** What to compare; null where nothing was asked for. */
export interface Selection {
  readonly baseline: string;
  readonly metrics: readonly string[];
  readonly study: string | null;
  readonly agent: string | null;
  /** The last probe of each agent if null. */
  readonly iteration: number | null;
  readonly batchSize: number | null;
  /** If null: seeds, or replicates where no estimator has more than one seed. */
  readonly over: Comparison["over"] | null;
}

type SummaryRow = Cell & { seeds: number; mean: number; median: number; iqm: number };
type Figure = "mean" | "median" | "iqm" | "difference";

const WHERE = `
  WHERE metric IN (SELECT value FROM json_each(@metrics)) AND study = ifnull(@study, study)
    AND (agent IS NULL OR agent = ifnull(@agent, agent))
    AND (batch_size IS NULL OR batch_size = ifnull(@batchSize, batch_size))
    AND (iteration IS NULL OR iteration = ifnull(@iteration, iteration))`;

/** Names as in the study: agents by their first run, estimators by their place in it. */
export const namesOf = (db: Database): Record<Metric["kind"], string[]> => {
  const list = (query: string) => db.prepare<[], string>(query).pluck().all();
  return {
    agent: list("SELECT agent FROM run GROUP BY agent ORDER BY min(run_id)"),
    estimator: list("SELECT estimator FROM estimator GROUP BY estimator ORDER BY min(rowid)"),
  };
};

/**
 * The comparisons of a selection, in the order of the study; only those that the baseline takes part in. Point estimates
 * are those of the view `score_over_seeds`, and of `paired_difference` but computed against the one baseline; intervals
 * come from `seed_score`, or `replicate_score` and the gradients.
 */
export const readComparisons = (db: Database, selection: Selection): Comparison[] => {
  const { baseline, iteration, over } = selection;
  const parameters = { ...selection, metrics: JSON.stringify(selection.metrics) };
  const select = <Row>(view: string) => db.prepare<[object], Row>(`SELECT * FROM ${view} ${WHERE}`);
  const rows = select<ScoreRow>("seed_score").all(parameters);
  const seeds = scoresByCell(iteration === null ? lastProbes(rows) : rows);
  const cells = [...seeds.values()];
  const lacking = rowsLacking(db);
  const unkept = cells.find(({ cell }) => lacking(cell));
  if (over === "replicates" && unkept !== undefined) throw new UsageError(cannotCompare(unkept.cell));
  const single =
    unkept === undefined &&
    cells.every(({ cell, values }) => cell.kind === "estimator" && values.length === 1);
  const replicates =
    over === "replicates" || (over === null && single)
      ? scoresByCell(select<ScoreRow>("replicate_score").iterate(parameters))
      : undefined;
  const summaries = new Map(
    select<SummaryRow>("score_over_seeds")
      .all(parameters)
      .map((row) => [keyOf(row), row]),
  );

  const againstOf = (cell: Cell) => {
    const [own, others] = [cell, { ...cell, name: baseline }].map((each) => seeds.get(keyOf(each)));
    if (own === undefined || others === undefined || own === others) return undefined;
    return { pairs: pairsOf(own, others), ...againstBaseline(own, others, cell.better) };
  };
  const intervalsOf = (cell: Cell): Partial<Record<Figure, Interval>> => {
    const own = (replicates ?? seeds).get(keyOf(cell));
    const others = (replicates ?? seeds).get(keyOf({ ...cell, name: baseline }));
    if (own === undefined || others === undefined) return {};
    return replicates
      ? {
          mean: overReplicates(own, metrics[cell.metric].least),
          difference: pairedOverReplicates(own, others),
        }
      : overSeeds(own, [keyOf({ ...cell, name: "" })]);
  };
  const gradients = gradientReader(db);
  const withinOf = (cell: Cell): WithinProbe => {
    const { study, agent, iteration: probed, batch_size: batchSize, metric, name: estimator } = cell;
    if (!metrics[metric].fromGradients || (!replicates && metric !== "squared_bias")) return NOTHING_WITHIN;
    if (agent === null || probed === null || batchSize === null || lacking(cell)) return NOTHING_WITHIN;
    const probe = { study, agent, iteration: probed, estimator, batchSize };
    const ofSeeds = Array.from(seeds.get(keyOf(cell))!.seeds, (seed) => gradients({ ...probe, seed }));
    return replicates
      ? withinProbe(metric, ofSeeds)
      : { ...NOTHING_WITHIN, mean: squaredBiasOverSeeds(ofSeeds) };
  };
  const partsOf = biasParts(db);
  const probed = cells.some(({ cell }) => cell.kind === "estimator");
  const seenOfCell = seenOf(probed ? db.prepare<[], SeenRow>(SEEN).all() : []);
  const contender = (cell: Cell): Contender => {
    const { seeds: count, mean, median, iqm } = summaries.get(keyOf(cell))!;
    const pair = againstOf(cell); // none of the baseline itself
    const seen = seenOfCell(cell);
    const rare = isRare(seen);
    const within = rare ? NOTHING_WITHIN : withinOf(cell);
    const interval = rare ? {} : intervalsOf(cell);
    const shown =
      rare || isRare(seenOfCell({ ...cell, name: baseline })) ? withoutLimits : (each: Interval) => each;
    return {
      name: cell.name,
      seeds: count,
      seen,
      mean: at(mean, within.mean ?? interval.mean),
      median: at(median, interval.median),
      iqm: at(iqm, interval.iqm),
      pairs: pair?.pairs ?? count,
      difference: pair
        ? shown(replicates ? at(pair.difference.estimate, interval.difference) : pair.difference)
        : null,
      improvement: pair ? shown(replicates ? at(pair.improvement.estimate) : pair.improvement) : null,
      detectable: within.detectable,
      normRatio: within.normRatio,
      parts: metrics[cell.metric].ofBias ? partsOf(cell) : null,
    };
  };
  const order = cellOrder(namesOf(db), selection.metrics);
  return competing(cells.map(({ cell }) => cell).sort(order))
    .filter((group) => group.some(({ name }) => name === baseline))
    .map((group): Comparison => {
      const [{ batch_size: batchSize, name: _, ...cell }] = group;
      const unit = replicates === undefined ? "seeds" : "replicates";
      return { ...cell, batchSize, baseline, over: unit, contenders: group.map(contender) };
    });
};

/** Cells of which not all estimates have rows, as their studies say. */
const UNKEPT = `
  SELECT DISTINCT x.name AS study, r.agent, p.iteration
  FROM cell AS c JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
  WHERE c.kept < c.replicates`;

const rowsLacking = (db: Database): ((cell: Pick<Cell, "study" | "agent" | "iteration">) => boolean) => {
  const keyOfProbe = ({ study, agent, iteration }: Pick<Cell, "study" | "agent" | "iteration">) =>
    JSON.stringify([study, agent, iteration]);
  const probes = new Set(db.prepare<[], Cell>(UNKEPT).all().map(keyOfProbe));
  return (cell) => probes.has(keyOfProbe(cell));
};

const cannotCompare = ({ study, agent, iteration }: Cell): string =>
  `--over replicates needs all estimates, and those of ${study}, agent ${agent}, iteration ${iteration}, were not kept ` +
  "(probe.keep); compare over seeds";

/** The point estimate of a view, with the limits of an interval; NaN for NULL. */
const at = (estimate: number | null, interval = withoutInterval(Number.NaN)): Interval => ({
  ...interval,
  estimate: estimate ?? Number.NaN,
});

const withoutLimits = ({ estimate }: Interval): Interval => withoutInterval(estimate);

/** Finds how the mean estimate of a cell is turned and scaled. */
const biasParts = (db: Database): ((cell: Cell) => Row | null) => {
  let known: Map<string, Row> | undefined; // a pass over all cells, made where it is asked for
  const keyOfPart = (row: Row, name: Row[string]) =>
    JSON.stringify([row.study, row.agent, row.iteration, row.batch_size, name]);
  return (cell) => {
    known ??= new Map(
      db
        .prepare<[], Row>("SELECT * FROM estimator_over_seeds")
        .all()
        .map((row) => [keyOfPart(row, row.estimator), row]),
    );
    return known.get(keyOfPart({ ...cell }, cell.name)) ?? null;
  };
};
