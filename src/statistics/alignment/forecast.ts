import { type Forecast, type ForecastInput, TARGET } from "./alignment-forecast.ts";
import { forecastMeans } from "./forecast-means.ts";
import { forecastSizes } from "./forecast-sizes.ts";

/** The forecast by what is known of how the estimates of an estimator depend on the batch. */
export const forecast = (input: ForecastInput): Forecast => {
  const exact =
    input.exactAt !== undefined && input.batchSizes.every((n) => input.exactAt?.(n) !== undefined);
  if (exact || input.batchLaw !== undefined) return forecastMeans(input, TARGET);
  return forecastSizes(input, TARGET);
};
