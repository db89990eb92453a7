import type { Row } from "../../store/snapshot.ts";
import { around, bandKeys, curvePanels } from "../drawing/curve-panels.ts";
import { seriesIn } from "../drawing/series.ts";
import type { Figure, Panel } from "../figure.ts";
import { formatNumber } from "../text/format-number.ts";
import { literal } from "../text/literal.ts";
import { BIN, domainOf, margin, overSeeds } from "./means-over-seeds.ts";

/** Columns of `learning_curve`: their titles, and units. */
const FIGURES = {
  entropy: ["Entropy of the policy", "nats"],
  kl: ["KL(before‖now)", "nats"],
  clip_fraction: ["Clipped ratios", "part of the steps"],
  value_loss: ["Loss of the values", "(V − T)², scaled"],
  explained_variance: ["Explained variance", "1 − Var(T − V)/Var(T)"],
} as const;
type Column = keyof typeof FIGURES;
const COLUMNS = Object.keys(FIGURES) as Column[];

/** What updates of minibatches tell of themselves. */
export const updates: Figure = {
  name: "updates",
  title: "What do the updates do?",
  reading:
    "Figures of each agent's own updates, which go over a batch in minibatches, against environment steps of training: entropy of the " +
    "policy, estimated KL between the policies before and after, part of the ratios that lie outside of 1 ± ε, loss of the value " +
    "network in units of scaled rewards, and what part of the variance of its targets the values explain before the update. Means " +
    "over the seeds; bands: 95 % intervals (Student's t).",
  needs: "an agent with an update of minibatches, such as ppo or a2c, logged at two iterations or more",
  sql: ({
    study,
  }) => `/* figures of updates, over bins of iterations; first within each seed, then over the seeds */
WITH point AS (
  SELECT *, max(iteration) OVER (PARTITION BY agent) AS last FROM learning_curve WHERE study = ${literal(study)}
), curve AS (
  SELECT agent, seed, ${BIN} AS bin, avg(env_steps) AS env_steps,
    ${COLUMNS.map((each) => `avg(${each}) AS ${each}`).join(", ")}
  FROM point GROUP BY agent, seed, bin
)
SELECT agent, bin, avg(env_steps) AS env_steps,
  ${COLUMNS.map((each) => overSeeds(each)).join(",\n  ")}
FROM curve GROUP BY agent, bin ORDER BY agent, bin`,
  draw(rows, { agents }) {
    const panels = COLUMNS.flatMap((column) => panelsOf(column, rows, agents));
    const told = rows.filter((row) => COLUMNS.some((column) => row[column] !== null));
    return { panels, legend: seriesIn(told, agents, "agent"), keys: bandKeys(panels), findings: [] };
  },
};

const panelsOf = (column: Column, rows: readonly Row[], agents: Parameters<typeof seriesIn>[1]): Panel[] => {
  const known = rows.filter((row) => row[column] !== null);
  const legend = seriesIn(known, agents, "agent");
  if (!legend.some(({ name }) => known.filter(({ agent }) => agent === name).length > 1)) return [];
  const [title, unit] = FIGURES[column];
  return curvePanels(
    title,
    known,
    legend,
    {
      ...{ x: "env_steps", y: column, marked: (curve) => curve.slice(-1), width: 1.5, small: true },
      interval: (row) => around(Number(row[column]), margin(row, column)),
      say: (row) => `${row.agent}: ${formatNumber(Number(row[column]))} at the end`,
      axes: {
        x: { label: "environment steps", tickFormat: "~s", ticks: 3 },
        y: { label: unit, domain: domainOf(known, column, 0.1), ticks: 4 },
      },
    },
    (shown) => ({
      description: `${title} against environment steps. ${shown.map(({ name }) => end(known, name, column)).join("; ")}.`,
    }),
  );
};

const end = (rows: readonly Row[], name: string, column: Column): string => {
  const own = rows.filter(({ agent }) => agent === name);
  const [first, last] = [own[0], own[own.length - 1]].map((row) => formatNumber(Number(row[column])));
  return `${name} from ${first} to ${last}`;
};
