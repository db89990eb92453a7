import { existsSync } from "node:fs";
import { fulfils, type Target } from "./comparison.ts";
import type { Finding } from "./finding.ts";
import { spreadOf } from "./spread.ts";
import { type Taken, take, timeOf } from "./taken.ts";
import { GYMNASIUM_PYTHON } from "./yardsticks.ts";

/** Microseconds. */
const TARGET: Target = { atMost: 8 };
const ALONE = {
  name: "its environments in a loop of Python",
  runner: "gymnasium",
  words: ["cart_pole_gymnasium"],
} as const;

/** What a transition costs besides Python's own step and reset, in processor time of both processes. */
export const gymnasium = async (
  rounds: number,
): Promise<Pick<Taken, "missing" | "descriptions"> & { readonly findings: readonly Finding[] }> => {
  if (!existsSync(GYMNASIUM_PYTHON)) {
    const missing = new Map([["Gymnasium", `npm run gymnasium makes ${GYMNASIUM_PYTHON}`]]);
    return { missing, descriptions: new Map(), findings: [] };
  }
  const taken = await take(
    {
      section: "gymnasium",
      what: "CartPole of Gymnasium in 64 lanes",
      unit: "transition",
      ours: ["gymnasium"],
      against: [ALONE],
    },
    rounds,
  );
  const { missing, descriptions } = taken;
  const alone = taken.theirs.get(ALONE)?.map(timeOf);
  if (alone === undefined) return { missing, descriptions, findings: [] };
  const all = taken.ours.map(timeOf);
  const added = spreadOf(all.map((each, r) => (each - alone[r]) / 1e3));
  return {
    missing,
    descriptions,
    findings: [
      {
        section: "gymnasium",
        what: "Gymnasium's CartPole in 64 lanes, on top of Python's own step",
        unit: "µs per transition",
        ours: added,
        against: {
          name: ALONE.name,
          theirs: spreadOf(alone.map((each) => each / 1e3)),
          ratio: spreadOf(all.map((each, r) => each / alone[r] - 1)),
        },
        direction: "ours/theirs",
        target: TARGET,
        targetOf: "figure",
        holds: fulfils(added.median, TARGET),
      },
    ],
  };
};
