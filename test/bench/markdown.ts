import type { Target } from "./comparison.ts";
import type { Finding } from "./finding.ts";
import type { Machine } from "./machine.ts";
import type { Spread } from "./spread.ts";

/** Everything that a run of the benchmark found. */
export interface Results {
  readonly machine: Machine;
  readonly findings: readonly Finding[];
  /** Why a yardstick was left out, by its name. */
  readonly missing: Readonly<Record<string, string>>;
}

/** The table, the machine, and what was not there. */
export const markdown = ({ machine, findings, missing }: Results): string => {
  const { processor, processors, memory, system, node, load, yardsticks } = machine;
  const versions = new Set(Object.values(yardsticks));
  const lines = [
    "| what | ours | against | theirs | ratio (10–90 %) | target | holds |",
    "|---|---|---|---|---|---|---|",
    ...findings.map(row),
    "",
    `Measured on ${processor}, ${processors} processors, ${memory}, ${system}, Node ${node}; load ` +
      `${load[0].toFixed(1)} before and ${load[1].toFixed(1)} after. Yardsticks: ${[...versions].join("; ")}.`,
  ];
  const absent = Object.entries(missing).map(([name, reason]) => `${name} (${reason})`);
  if (absent.length > 0) lines.push("", `Not found, and so not compared with: ${absent.join("; ")}.`);
  return lines.join("\n");
};

const row = (finding: Finding): string => {
  const { what, ours, unit, against, target, holds } = finding;
  const cells = [
    what,
    time(ours, unit),
    against?.name ?? "",
    against ? time(against.theirs, unit) : "",
    against ? ratioText(finding, against.ratio) : "",
    target ? targetText(finding, target) : "",
    holds === null ? "" : holds ? "yes" : "**no**",
  ];
  return `| ${cells.join(" | ")} |`;
};

const ratioText = ({ direction }: Finding, { median, low, high }: Spread): string =>
  `${digits(median)}× ${direction === "ours/theirs" ? "" : "faster "}(${digits(low)}–${digits(high)})`;

const targetText = ({ unit, against, targetOf, direction }: Finding, target: Target): string => {
  const isFigure = against === null || targetOf === "figure";
  if (isFigure && "atMost" in target) return `≤ ${target.atMost} ${unit.split(" per ")[0]}`;
  if ("atMost" in target) return `≤ ${target.atMost}×`;
  return `≥ ${target.atLeast}×${direction === "theirs/ours" ? " faster" : ""}`;
};

const time = ({ median }: Spread, unit: string): string => {
  const [name, per] = unit.split(" per ");
  if (name !== "ns") return `${digits(median)} ${unit}`;
  const [scale, scaled] = median >= 1e6 ? [1e6, "ms"] : median >= 1e3 ? [1e3, "µs"] : [1, "ns"];
  return `${digits(median / scale)} ${scaled} per ${per}`;
};

/** Three digits. */
const digits = (figure: number): string => {
  const text = figure >= 99.95 ? figure.toFixed(0) : figure.toPrecision(3);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
};
