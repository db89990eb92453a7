import type Database from "better-sqlite3";
import { stream } from "../random.ts";
import { type ForecastInput, TARGET, unknown } from "../statistics/alignment/alignment-forecast.ts";
import { type CellSummary, summarizeCell } from "../statistics/alignment/cell-summary.ts";
import { finiteRows } from "../statistics/alignment/finite-rows.ts";
import { forecast } from "../statistics/alignment/forecast.ts";
import type { TrueGradient } from "../truth/true-gradient.ts";
import { forecastRecorder } from "./record/record-measurements.ts";

/** Takes in the cells of a probe, then writes the forecast of each of its estimators. */
interface ReferenceForecasts {
  /** @param estimates [R, P] @param finite [R] */
  see(estimator: string, batchSize: number, estimates: Float64Array, finite: Uint8Array): void;
  record(): void;
}

/** Forecasts of probes whose truth is a reference: by the stored estimates alone, the noise of the reference taken off. */
export const referenceForecaster = (
  db: Database.Database,
): ((probeId: number, truth: TrueGradient & { readonly hash: string }) => ReferenceForecasts) => {
  const describe = db.prepare<[number, string], { unbiased: number; batch_law: string | null }>(
    "SELECT unbiased, batch_law FROM estimator WHERE run_id = (SELECT run_id FROM probe WHERE probe_id = ?) AND estimator = ?",
  );
  const write = forecastRecorder(db);
  return (probeId, truth) => {
    const seen = new Map<string, { sizes: number[]; cells: CellSummary[] }>();
    const claims = (estimator: string) => {
      const { unbiased = 0, batch_law: law } = describe.get(probeId, estimator) ?? {};
      return {
        unbiased: unbiased === 1,
        law:
          law === "mean" ? ("mean" as const) : law === "nearly-mean" ? ("nearly-mean" as const) : undefined,
      };
    };
    return {
      see(estimator, batchSize, estimates, finite) {
        const known = seen.get(estimator) ?? { sizes: [], cells: [] };
        seen.set(estimator, known);
        known.sizes.push(batchSize);
        const { unbiased, law } = claims(estimator);
        const cell = summarizeCell(finiteRows(estimates, finite), {
          batchSize,
          truth,
          unbiased,
          averages: law !== undefined,
          target: TARGET,
          larger: [],
          random: stream("forecast", truth.hash, estimator, batchSize),
        });
        if (cell) known.cells.push(cell);
      },
      record() {
        for (const [estimator, { sizes, cells }] of seen) {
          const input: ForecastInput = {
            cells: cells.sort((a, b) => a.batchSize - b.batchSize),
            parameters: truth.gradient.length,
            fewest: 1,
            batchSizes: sizes.sort((a, b) => a - b),
            batchLaw: claims(estimator).law,
          };
          const zero = cells.length > 0 && cells.every(({ zeros }) => zeros === 1);
          const why = truth.noise ?? (zero ? "the estimate is 0" : null);
          write(probeId, estimator, why === null ? forecast(input) : unknown(input, why));
        }
      },
    };
  };
};
