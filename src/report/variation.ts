import { LAST_OF_CHAIN } from "../store/configurations.ts";
import type { Query, Row } from "../store/snapshot.ts";

/** Studies that differ in a few keys of their configuration alone, as those that `vary` makes. */
export interface Variation {
  /** Keys such as policy.deviation; of keys that change together, the first. */
  readonly keys: readonly string[];
  /** Keys that change together with one of these. */
  readonly also: readonly string[];
  /** In the order of the database. */
  readonly studies: readonly string[];
}

const MAX_KEYS = 3;

/** The configuration of every agent of every study, by its first seed. */
const CONFIGURATION = `
SELECT h.study, h.agent, h.key, h.value FROM hyperparameter AS h
WHERE h.run_id IN (SELECT min(r.run_id) FROM run AS r WHERE ${LAST_OF_CHAIN} GROUP BY r.study_id, r.agent) AND h.key <> 'agent.name'
ORDER BY h.run_id`;

/** What must be the same in studies that are compared: their agents, and the kinds of problem. */
const SAME = ["environment.kind", "policy.kind"];
const ESTIMATORS = "probe.estimators";

/** All sets of two studies or more that differ in three keys or fewer. */
export const variations = (query: Query): Variation[] => {
  if (Number(query("SELECT count(*) AS n FROM study")[0].n) < 2) return [];
  const studies = byStudy(query(CONFIGURATION));
  const families = new Map<string, string[]>();
  for (const [study, values] of studies) {
    const family = JSON.stringify([...values].flatMap(([place, value]) => sameOf(place, value)));
    families.set(family, [...(families.get(family) ?? []), study]);
  }
  return [...families.values()].flatMap((names) => {
    if (names.length < 2) return [];
    const found = varying(names.map((name) => studies.get(name) as Map<string, Row[string]>));
    const all = [...found.values()].flat();
    if (all.length === 0 || all.length > MAX_KEYS) return [];
    const keys = [...found.values()].map(([first]) => first);
    return [{ keys, also: all.filter((key) => !keys.includes(key)), studies: names }];
  });
};

/** What of a value must be the same; of estimators, their names. */
const sameOf = (place: string, value: Row[string]): unknown[] => {
  const [agent, key] = JSON.parse(place);
  if (key === ESTIMATORS) return JSON.parse(String(value)).map(({ name }: { name: string }) => name);
  return SAME.includes(key) ? [agent, value] : [];
};

const byStudy = (rows: readonly Row[]): Map<string, Map<string, Row[string]>> => {
  const studies = new Map<string, Map<string, Row[string]>>();
  for (const { study, agent, key, value } of rows) {
    const name = String(study);
    const values = studies.get(name) ?? new Map<string, Row[string]>();
    studies.set(name, values.set(JSON.stringify([agent, key]), value));
  }
  return studies;
};

/** Keys in which configurations differ, by how they tell them apart; a key of several agents is one. */
const varying = (configurations: readonly ReadonlyMap<string, Row[string]>[]): Map<string, string[]> => {
  const places = new Set(configurations.flatMap((each) => [...each.keys()]));
  const found = new Map<string, string[]>();
  for (const place of places) {
    const values = configurations.map((each) => JSON.stringify(each.get(place) ?? null));
    const key: string = JSON.parse(place)[1];
    if (new Set(values).size < 2 || [...found.values()].flat().includes(key)) continue;
    const how = values.map((value) => values.indexOf(value)).join(" ");
    found.set(how, [...(found.get(how) ?? []), key]);
  }
  return found;
};
