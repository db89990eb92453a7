import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";

/** What the figures were measured on; nothing of it names the machine. */
export interface Machine {
  readonly processor: string;
  readonly processors: number;
  readonly memory: string;
  readonly system: string;
  readonly node: string;
  /** Programs that wanted a processor, on average over the last minute: before, and after. */
  readonly load: readonly [before: number, after: number];
  /** What the yardsticks ran on, by their names. */
  readonly yardsticks: Readonly<Record<string, string>>;
}

export const load = (): number => loadavg()[0];

export const describeMachine = (before: number, descriptions: ReadonlyMap<string, string>): Machine => ({
  processor: cpus()[0]?.model.trim() ?? "unknown",
  processors: availableParallelism(),
  memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
  system: `${platform()} ${release()} ${arch()}`,
  node: process.versions.node,
  load: [before, load()],
  yardsticks: Object.fromEntries(descriptions),
});
