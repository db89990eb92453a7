import { differences } from "./difference.ts";

/** A row of `CONFIGURATIONS`. */
export interface ConfigurationRow {
  readonly study: string;
  readonly agent: string;
  /** The configuration of the runs apart from their seed, JSON. */
  readonly config: string;
  /** A JSON array. */
  readonly seeds: string;
}

/** Of runs `r` that continue each other, the last: its configuration is that of all of them. */
export const LAST_OF_CHAIN = `NOT EXISTS (SELECT 1 FROM run AS n
    WHERE n.study_id = r.study_id AND n.agent = r.agent AND n.seed = r.seed AND n.from_iteration > r.from_iteration)`;

/**
 * The configurations of an agent's runs apart from their seed, in the order of their first runs. Seeds are replicates of
 * each other only if an agent has one.
 */
export const CONFIGURATIONS = `
  SELECT x.name AS study, r.agent, json_remove(r.config, '$.seed') AS config, json_group_array(r.seed) AS seeds
  FROM run AS r JOIN study AS x USING (study_id)
  WHERE ${LAST_OF_CHAIN}
  GROUP BY x.name, r.agent, json_remove(r.config, '$.seed')
  ORDER BY x.name, min(r.run_id)`;

/** Runs of one agent of one study that have the same configuration apart from their seed. */
export interface Configuration {
  readonly study: string;
  readonly agent: string;
  readonly config: unknown;
  readonly seeds: readonly number[];
}

/** Configurations that differ in nothing but the order of their keys are one. @param rows of `CONFIGURATIONS` */
export const distinctConfigurations = (rows: readonly ConfigurationRow[]): Configuration[] => {
  const found: (Configuration & { seeds: number[] })[] = [];
  for (const { study, agent, config, seeds } of rows) {
    const parsed: unknown = JSON.parse(config);
    const same = found.find(
      (other) =>
        other.study === study && other.agent === agent && differences(other.config, parsed).next().done,
    );
    if (same) same.seeds.push(...JSON.parse(seeds));
    else found.push({ study, agent, config: parsed, seeds: JSON.parse(seeds) });
  }
  return found;
};

/** What a run has in common with the other seeds of its agent: all but its seed. */
export const withoutSeed = (config: unknown): unknown => without(config, ["seed"]);

/** What the agents of a study have in common: what they learn, and from what. */
export const problemOf = (config: unknown): unknown => without(config, ["seed", "agent", "probe"]);

const without = (config: unknown, keys: readonly string[]): unknown =>
  typeof config === "object" && config !== null && !Array.isArray(config)
    ? Object.fromEntries(Object.entries(config).filter(([key]) => !keys.includes(key)))
    : config;
