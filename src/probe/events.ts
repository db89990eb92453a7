import type { DiagnosticsEvent, LandscapeEvent } from "../diagnostics/diagnostic.ts";
import type { MomentsEvent } from "../moments/event.ts";
import type { Forecast } from "../statistics/alignment/alignment-forecast.ts";
import type { EstimandEvent, EstimatesEvent, ProbeEvent } from "./cell.ts";
import type { StreamsEvent } from "./streams.ts";

/** What a probe emits, in order: that it begins and with which truth, exact moments, cells, forecasts, diagnostics. */
export type Measurement =
  | ProbeEvent
  | MomentsEvent
  | EstimatesEvent
  | EstimandEvent
  | ForecastEvent
  | DiagnosticsEvent
  | LandscapeEvent
  | StreamsEvent;

/** The batch that a mean alignment of 0.9 asks for, by all cells of an estimator in a probe. */
export interface ForecastEvent extends Forecast {
  readonly type: "forecast";
  readonly iteration: number;
  readonly estimator: string;
}
