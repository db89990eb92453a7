import { performanceProfile } from "../../statistics/performance-profile.ts";
import type { Row } from "../../store/snapshot.ts";
import { MIN_SEEDS } from "../comparison/comparison.ts";
import { bandKeys, curvePanels } from "../drawing/curve-panels.ts";
import { magnitudes } from "../drawing/magnitudes.ts";
import { type Series, seriesIn } from "../drawing/series.ts";
import type { Figure, Panel } from "../figure.ts";
import { formatNumber } from "../text/format-number.ts";
import { type FinalReturn, finalReturns, finalsSql, valuesOf } from "./final-rows.ts";

/** Performance profiles: how often an agent ends above a return. */
export const profile: Figure = {
  name: "profile",
  title: "How often does it end well?",
  reading:
    "Performance profiles: the share of an agent's seeds whose last θ returns more than τ. A curve above another one, everywhere, " +
    "is better whatever counts as success; where they cross, one is better on good seeds and the other on bad ones. Bands: 95 % " +
    "intervals (Wilson's) for each τ by itself, where the curve falls. `trueslope compare --profile` gives them as a table.",
  needs: `finished training of an agent with ${MIN_SEEDS} seeds or more`,
  sql: ({ study }) =>
    finalsSql(study, "the returns of the last θ; the shares of an agent's seeds above each value are drawn"),
  draw(rows, { agents }) {
    const legend = seriesIn(rows, agents, "agent");
    const enough = legend.some(({ name }) => rows.filter(({ agent }) => agent === name).length >= MIN_SEEDS);
    const moved = rows.some(({ env_steps }) => Number(env_steps) > 0);
    const shown = finalReturns(rows).filter(({ column }) => new Set(rows.map((row) => row[column])).size > 1);
    if (!enough || !moved) return { panels: [], legend: [], findings: [] };
    const drawn = shown.flatMap((each) => panels(each, rows, legend));
    return { panels: drawn, legend, keys: bandKeys(drawn), findings: [] };
  },
};

const NONE = { low: null, high: null };

const panels = (each: FinalReturn, rows: readonly Row[], agents: readonly Series[]): Panel[] => {
  const all = rows.map((row) => Number(row[each.column]));
  const [least, greatest] = [Math.min(...all), Math.max(...all)];
  const room = (greatest - least) / 20;
  const thresholds = Float64Array.from([least - room, ...new Set(all), greatest + room]).sort();
  const shares = agents.flatMap(({ name }) => {
    const points = performanceProfile(valuesOf(rows, name, each), thresholds);
    return points.map(({ estimate, low, high }, i) => {
      const falls = estimate < 1 && (estimate > 0 || points[i - 1].estimate > 0); // elsewhere all bands would be one
      return { agent: name, threshold: thresholds[i], share: estimate, ...(falls ? { low, high } : NONE) };
    });
  });
  return curvePanels(
    each.title,
    shares,
    agents,
    {
      ...{ x: "threshold", y: "share", steps: true, width: 1.75 },
      marked: (curve) => curve.filter(({ share }) => Number(share) <= 0.5).slice(0, 1),
      interval: ({ low, high }) => (low === null ? undefined : [Number(low), Number(high)]),
      say: ({ agent, threshold, share }) =>
        `${agent}: ${formatNumber(100 * Number(share), 2)} % of the seeds above ${formatNumber(Number(threshold), 4)}`,
      axes: {
        x: {
          ...{ label: "τ, a return", domain: [least - room, greatest + room] },
          ...magnitudes([least, greatest]),
        },
        y: { label: "share of seeds above τ", domain: [0, 1], ticks: 5 },
      },
    },
    (shown) => ({
      description: `Shares of seeds that end above a return. ${shown.map(({ name }) => range(rows, name, each)).join(" ")}`,
    }),
  );
};

const range = (rows: readonly Row[], name: string, each: FinalReturn): string => {
  const sorted = valuesOf(rows, name, each).sort();
  const [least, greatest] = [sorted[0], sorted[sorted.length - 1]];
  return `${name}: ${sorted.length} seeds from ${formatNumber(least, 4)} to ${formatNumber(greatest, 4)}.`;
};
