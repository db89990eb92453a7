import { createHash } from "node:crypto";
import type { AgentConfig, ProbeConfig, Study } from "./schema.ts";

/** Everything that one run depends on: one agent, one seed. Plain JSON, so that it can cross a thread. */
export interface RunConfig {
  readonly environment: Study["environment"];
  readonly objective: Study["objective"];
  readonly policy: Study["policy"];
  readonly behavior?: Study["behavior"];
  readonly groups?: Study["groups"];
  readonly agent: AgentConfig;
  readonly probe?: ProbeConfig | undefined;
  readonly seed: number;
}

/** The runs of a study, in the order agents × seeds. */
export const plan = ({ agents, seeds, ...shared }: Study): RunConfig[] =>
  agents.flatMap((agent) =>
    seeds.map((seed) => {
      const { environment, objective, policy, behavior, groups, probe } = shared;
      return { environment, objective, policy, behavior, groups, agent, probe, seed };
    }),
  );

/** The iterations at which a run is probed: 0, every `every`, and the end. */
export const probeSchedule = ({ agent, probe }: RunConfig): number[] => {
  if (probe === undefined) return [];
  const { iterations } = agent;
  const every = probe.every ?? Math.max(1, iterations);
  const schedule = [];
  for (let i = 0; i < iterations; i += every) schedule.push(i);
  return [...schedule, iterations];
};

/** Batches behind one estimate, as its transforms say. */
export const batchesOf = ({ transforms = [] }: Pick<AgentConfig["estimator"], "transforms">): number =>
  transforms.reduce((product, each) => (each.kind === "accumulate" ? product * each.batches : product), 1);

/** Identifies what a run computes: equal hashes, equal rows. */
export const hashOf = (config: RunConfig): string =>
  createHash("sha256").update(JSON.stringify(config)).digest("hex");
