import { createHash } from "node:crypto";
import { ConfigError, type ConfigIssue } from "../errors/config-error.ts";
import type { AgentConfig, EstimatorOptions, ProbeConfig, Study } from "./schema.ts";

/** Everything that one run depends on: one agent, one seed. Plain JSON, so that it can cross a thread. */
export interface RunConfig {
  readonly environment: Study["environment"];
  readonly objective: Study["objective"];
  readonly policy: Study["policy"];
  readonly behavior?: Study["behavior"];
  readonly groups?: Study["groups"];
  readonly agent: AgentConfig;
  readonly evaluate?: Study["evaluate"];
  readonly probe?: ProbeConfig | undefined;
  readonly seed: number;
}

/**
 * The runs of a study, in the order agents × seeds; those of agents that are not probed have no probe.
 *
 * @throws ConfigError if the probe names an agent that is not there
 */
export const plan = ({ agents, seeds, probe, ...shared }: Study): RunConfig[] => {
  const issues = unknownAgents({ agents, probe });
  if (issues.length > 0) throw new ConfigError(issues);
  return agents.flatMap((agent) =>
    seeds.map((seed) => {
      const { environment, objective, policy, behavior, groups, evaluate } = shared;
      const own = probeOf(agent, probe);
      return { environment, objective, policy, behavior, groups, agent, evaluate, probe: own, seed };
    }),
  );
};

/** The probe of an agent; undefined if it has none. */
export const probeOf = ({ name }: AgentConfig, probe: Study["probe"]): ProbeConfig | undefined => {
  if (probe === undefined) return undefined;
  const { agents, ...own } = probe;
  return agents === undefined || agents.includes(name) ? own : undefined;
};

/** Agents that a probe names and that are not there. */
export const unknownAgents = ({ agents, probe }: Pick<Study, "agents" | "probe">): ConfigIssue[] =>
  (probe?.agents ?? []).flatMap((name, i) => {
    if (agents.some((agent) => agent.name === name)) return [];
    const message = `no agent is called "${name}"; there are ${agents.map((agent) => agent.name).join(", ")}`;
    return [{ path: ["probe", "agents", i], message: `probe.agents[${i}]: ${message}` }];
  });

/**
 * The iterations at which a run is probed: 0, every `every`, and the end.
 *
 * @param from updates of the run that it continues, whose probes up to there are that one's
 */
export const probeSchedule = ({ agent, probe }: RunConfig, from = 0): number[] => {
  if (probe === undefined) return [];
  const { iterations } = agent;
  const { at = [] } = probe;
  const schedule = new Set(at.filter((i) => i <= iterations));
  if (probe.every !== undefined || at.length === 0) {
    const every = probe.every ?? Math.max(1, iterations);
    for (let i = 0; i < iterations; i += every) schedule.add(i);
    schedule.add(iterations);
  }
  return [...schedule].filter((i) => from === 0 || i > from).sort((a, b) => a - b);
};

/** The iterations at which a run is evaluated, by the same rule. @param from as of `probeSchedule` */
export const evaluationSchedule = ({ agent, evaluate }: RunConfig, from = 0): number[] => {
  if (evaluate === undefined) return [];
  const { iterations } = agent;
  const { every = Math.max(1, iterations) } = evaluate;
  const before = Array.from({ length: Math.ceil(iterations / every) }, (_, k) => k * every);
  return [...before, iterations].filter((iteration) => from === 0 || iteration > from);
};

/** Batches behind one estimate, as its transforms say; 1 of an update with an estimator of its own. */
export const batchesOf = ({ transforms = [] }: Pick<EstimatorOptions, "transforms"> = {}): number =>
  transforms.reduce((product, each) => (each.kind === "accumulate" ? product * each.batches : product), 1);

/**
 * Trajectories that one update takes; of one that takes steps, as many as they are if all went to the horizon, which need be
 * no whole number.
 */
export const trajectoriesOfUpdate = ({ agent, objective }: Pick<RunConfig, "agent" | "objective">): number =>
  agent.batchSteps === undefined
    ? (agent.batchSize ?? 0) * batchesOf(agent.estimator)
    : agent.batchSteps / objective.horizon;

/** Identifies what a run computes: equal hashes, equal rows. */
export const hashOf = (config: RunConfig): string =>
  createHash("sha256").update(JSON.stringify(config)).digest("hex");
