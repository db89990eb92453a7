import { stringify } from "yaml";
import type { RunConfig } from "../config/plan.ts";
import { LAST_OF_CHAIN } from "../store/configurations.ts";
import type { Query, Row } from "../store/snapshot.ts";
import { count, list } from "./text/format-number.ts";
import { literal } from "./text/literal.ts";

/** What was asked, as the database tells it. */
export interface StudyRecord {
  readonly name: string;
  /** The study's own words, or a sentence made from its configuration. */
  readonly question: string;
  /** Term and description of everything that was set. */
  readonly facts: readonly (readonly [term: string, descriptions: readonly string[]])[];
  /** The study as YAML, every default filled in. */
  readonly yaml: string;
}

/** @returns undefined if the study has no run */
export const studyRecord = (query: Query, name: string): StudyRecord | undefined => {
  const [study] = query(`SELECT * FROM study WHERE name = ${literal(name)}`);
  const runs = query(
    `SELECT r.agent, r.seed, r.config FROM run AS r JOIN study AS x USING (study_id)
     WHERE x.name = ${literal(name)} AND ${LAST_OF_CHAIN} ORDER BY r.run_id`,
  );
  if (runs.length === 0) return undefined;
  const first = (row: Row): RunConfig => JSON.parse(String(row.config));
  const firsts = runs.filter((run, i) => runs.findIndex(({ agent }) => agent === run.agent) === i).map(first);
  const seeds = [...new Set(runs.map(({ seed }) => Number(seed)))].sort((a, b) => a - b);
  const { agent: _agent, probe: _probe, seed: _seed, ...shared } = firsts[0];
  const probed = firsts.filter(({ probe }) => probe !== undefined);
  const some = probed.length < firsts.length ? { agents: probed.map(({ agent }) => agent.name) } : {};
  const probe = probed[0]?.probe && { ...some, ...probed[0].probe };
  const agents = firsts.map(({ agent }) => agent);
  return {
    name,
    question: String(study.question ?? study.description ?? questionOf(firsts)),
    facts: factsOf(firsts, seeds),
    yaml: stringify({ name, ...shared, agents, ...(probe && { probe }), seeds }, { lineWidth: 100 }),
  };
};

const questionOf = (configs: readonly RunConfig[]): string => {
  const [{ environment, agent }, ...others] = configs;
  const probe = configs.find(({ probe }) => probe !== undefined)?.probe;
  const where =
    others.length > 0 ? `that ${count(others.length + 1, "agent")} follow` : "that its agent follows";
  if (probe === undefined) return `What is learned on ${environment.kind}?`;
  const probed = probe.estimators.length;
  const frozen = agent.iterations === 0;
  if (frozen)
    return `How true are ${count(probed + 1, "estimator")} of the policy gradient on ${environment.kind}, at one θ?`;
  return (
    `How true are the policy gradients ${where} on ${environment.kind}` +
    (probed > 0 ? `, and those of ${count(probed, "estimator")} on the same trajectories?` : "?")
  );
};

const factsOf = (configs: readonly RunConfig[], seeds: readonly number[]): StudyRecord["facts"] => {
  const [{ environment, objective, policy, behavior, groups, evaluate }] = configs;
  const probe = configs.find(({ probe }) => probe !== undefined)?.probe;
  return [
    ["Environment", [options(environment)]],
    [
      "Objective",
      [
        `γ = ${objective.discount}, horizon T = ${objective.horizon}` +
          (objective.stateWeight === "none" ? ", without γᵗ before the scores" : ""),
      ],
    ],
    ["Policy", [options(policy)]],
    ...(behavior ? [["Behavior", [options(behavior)]] as const] : []),
    ...(groups ? [["Groups", [`of ${groups.size} trajectories`]] as const] : []),
    [configs.length === 1 ? "Agent" : "Agents", configs.map(({ agent }) => agentText(agent))],
    ...(evaluate ? [["Evaluation", [evaluationText(evaluate)]] as const] : []),
    ...(probe
      ? [
          [
            "Probes",
            [
              `${probe.every === undefined ? "at the first and the last θ" : `every ${probe.every} updates`}: ` +
                `${probe.replicates} estimates at batch size ${list(probe.batchSizes.map(String))}`,
            ],
          ] as const,
        ]
      : []),
    ["Seeds", [seedsText(seeds)]],
  ];
};

const evaluationText = ({ every, episodes, deterministic }: NonNullable<RunConfig["evaluate"]>): string =>
  `${every === undefined ? "at the first and the last θ" : `every ${count(every, "update")}`}: ` +
  `${count(episodes, "episode")} of ${deterministic ? "the most likely actions" : "the policy"}`;

/** What an agent follows, and how far. */
const agentText = ({ name, update, estimator, optimizer, ...size }: RunConfig["agent"]): string => {
  const parts = [update, estimator, optimizer].filter((each) => each !== undefined).map(options);
  const { iterations, batchSteps, batchSize = 0 } = size;
  if (iterations === 0) return `${name}: ${estimator ? options(estimator) : parts[0]}; frozen`;
  const batch =
    batchSteps === undefined
      ? count(batchSize, "trajectory", "trajectories")
      : count(batchSteps, "step", "steps");
  return `${name}: ${parts.join("; ")}; ${iterations} updates of ${batch}`;
};

/** A kind with its options, without what is off. */
const options = ({
  kind,
  ...rest
}: {
  readonly kind?: string;
  readonly [option: string]: unknown;
}): string => {
  const shown = Object.entries(rest)
    .filter(([, value]) => value !== undefined && value !== "none" && !isNone(value))
    .map(([option, value]) => `${option} ${valueText(value)}`);
  if (kind === undefined) return shown.join(", ");
  return shown.length === 0 ? kind : `${kind} (${shown.join(", ")})`;
};

const isNone = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.length === 0
    : typeof value === "object" && value !== null && "kind" in value && value.kind === "none";

const valueText = (value: unknown): string => {
  if (Array.isArray(value)) {
    const text = JSON.stringify(value);
    return text.length <= 60 ? text : `of ${value.length} values`;
  }
  return typeof value === "object" && value !== null ? options(value as never) : String(value);
};

/** "0 to 9" where they are consecutive. */
export const seedsText = (seeds: readonly number[]): string => {
  const consecutive = seeds.every((seed, i) => seed === seeds[0] + i);
  return seeds.length > 3 && consecutive
    ? `${seeds[0]} to ${seeds[seeds.length - 1]} (${seeds.length})`
    : list(seeds.map(String));
};
