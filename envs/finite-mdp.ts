import { z } from "zod";
import { distributionFault } from "./contract/distribution.ts";
import { finiteEnvironment, MAX_OUTCOMES, type Transition } from "./finite-environment.ts";
import { environmentKind } from "./kind.ts";

const reference = z.union([z.int().min(0), z.string()]);

const names = (what: string) =>
  z
    .union([z.int().min(1), z.array(reference).min(1)], {
      error: `expected a number of ${what} or a list of names`,
    })
    .describe(`Number of ${what} (then named 0, 1, …), or their names.`);

const distribution = z.record(z.string(), z.number());

const branch = z.strictObject({
  state: reference.optional().describe("The next state; may be left out if the trajectory ends."),
  probability: z.number().describe("Probability of this outcome."),
  reward: z.number().optional().describe("Reward of this outcome, if not that of the transition."),
  end: z.boolean().optional().describe("Whether this outcome ends the trajectory, if not as the transition."),
});

const transition = z.strictObject({
  from: reference.describe("The state."),
  action: reference.optional().describe("The action; if left out, every action."),
  to: z
    .union([reference, distribution, z.array(branch).min(1)], {
      error:
        "expected a state, a map { state: probability } or a list of { state, probability, reward, end }",
    })
    .optional()
    .describe(
      "The next state, { state: probability }, or a list of outcomes; may be left out if `end` is true.",
    ),
  reward: z.number().default(0).describe("Reward of the step."),
  end: z.boolean().default(false).describe("Whether the step ends the trajectory."),
});

const shape = z.strictObject({
  states: names("states"),
  actions: names("actions"),
  start: z
    .union([reference, distribution], { error: "expected a state or a map { state: probability }" })
    .describe("The first state, or { state: probability }."),
  transitions: z
    .array(transition)
    .min(1)
    .describe("What each action does in each state that is not terminal."),
  features: z
    .array(z.array(z.number()).min(1))
    .min(1)
    .optional()
    .describe("Features of every state, in the order of the states, for policies that need them."),
});

type Reference = z.output<typeof reference>;
type Options = z.output<typeof shape>;
type Line = Options["transitions"][number];
type Path = (string | number)[];

/** One line of `transitions`, with its names looked up. */
interface Row {
  readonly line: number;
  outcomes: Transition[];
}

const countOf = (given: number | readonly Reference[]): number =>
  typeof given === "number" ? given : given.length;

/** Names are compared as text, so that a key of a map, which is always text, finds the state 0. */
const directory = (what: string, given: number | readonly Reference[]) => {
  const list =
    typeof given === "number" ? Array.from({ length: given }, (_, i) => `${i}`) : given.map(String);
  const places = new Map(list.map((name, i) => [name, i]));
  const twice = list.find((name, i) => places.get(name) !== i);
  const find = (name: Reference): number => {
    const place = places.get(String(name));
    if (place === undefined) throw new RangeError(`no ${what} ${name}; there are ${list.join(", ")}`);
    return place;
  };
  return { list, twice, find };
};

const outcomesOf = ({ from, to, reward, end }: Line, find: (state: Reference) => number): Transition[] => {
  if (Array.isArray(to)) {
    return to.map((outcome) => {
      const ends = outcome.end ?? end;
      if (outcome.state === undefined && !ends)
        throw new RangeError("an outcome that does not end needs `state`");
      return [outcome.probability, find(outcome.state ?? from), outcome.reward ?? reward, ends];
    });
  }
  if (to === undefined && !end) throw new RangeError("a transition that does not end needs `to`");
  if (typeof to !== "object") return [[1, find(to ?? from), reward, end]];
  return Object.entries(to).map(([state, probability]) => [probability, find(state), reward, end]);
};

/** Looks up all names and complains of everything that is wrong, at the line where it is. */
const resolve = (options: Options, complain: (path: Path, message: string) => void) => {
  const states = directory("state", options.states);
  const actions = directory("action", options.actions);
  const rows = states.list.map(() => new Map<number, Row>()); // by state, then by action
  const initial = new Float64Array(states.list.length);
  const pair = (state: number, action: number) => `(${states.list[state]}, ${actions.list[action]})`;

  const readTransition = (given: Line, line: number) => {
    const row: Row = { line, outcomes: [] };
    const state = states.find(given.from);
    for (const action of given.action === undefined ? actions.list.keys() : [actions.find(given.action)]) {
      if (rows[state].has(action)) throw new RangeError(`${pair(state, action)} is given twice`);
      rows[state].set(action, row);
    }
    row.outcomes = outcomesOf(given, states.find);
    const fault = distributionFault(row.outcomes.map(([probability]) => probability));
    if (fault)
      throw new RangeError(`probabilities of (${given.from}, ${given.action ?? "every action"}) ${fault}`);
  };
  const readStart = (start: Options["start"]) => {
    const entries = typeof start === "object" ? Object.entries(start) : [[start, 1] as const];
    for (const [state, probability] of entries) initial[states.find(state)] = probability;
    const fault = distributionFault(initial);
    if (fault) throw new RangeError(`probabilities of the first state ${fault}`);
    const stuck = rows.findIndex((row, state) => initial[state] > 0 && row.size === 0);
    if (stuck >= 0) throw new RangeError(`state ${states.list[stuck]} has no transitions`);
  };
  const checkActions = () => {
    for (const [state, row] of rows.entries()) {
      const missing = actions.list.filter((_, action) => row.size > 0 && !row.has(action));
      if (missing.length > 0)
        throw new RangeError(`state ${states.list[state]} has none for ${missing.join(", ")}`);
    }
  };
  const checkNext = (state: number, action: number, { outcomes }: Row) => {
    const stuck = outcomes.find(([p, next, , ends]) => p > 0 && !ends && rows[next].size === 0);
    if (stuck === undefined) return;
    const name = states.list[stuck[1]];
    throw new RangeError(
      `${pair(state, action)} leads on to ${name}, which has no transitions; does it \`end\`?`,
    );
  };
  const attempt = (path: Path, work: () => void) => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      complain(path, error.message);
    }
  };

  const { features } = options;
  if (features && features.length !== states.list.length)
    complain(["features"], `expected ${states.list.length} lists, one per state; got ${features.length}`);
  const ragged = features?.findIndex((row) => row.length !== features[0].length) ?? -1;
  if (ragged >= 0)
    complain(["features", ragged], `expected ${features?.[0].length} numbers, as in the first list`);
  if (states.twice !== undefined) complain(["states"], `${states.twice} is named twice`);
  if (actions.twice !== undefined) complain(["actions"], `${actions.twice} is named twice`);
  for (const [line, given] of options.transitions.entries()) {
    attempt(["transitions", line], () => readTransition(given, line));
  }
  attempt(["start"], () => readStart(options.start));
  attempt(["transitions"], checkActions);
  for (const [state, actionRows] of rows.entries()) {
    for (const [action, row] of actionRows) {
      attempt(["transitions", row.line], () => checkNext(state, action, row));
    }
  }
  return { states: states.list.length, actions: actions.list.length, initial, rows };
};

/**
 * A Markov decision process spelled out in the study. A state without transitions is terminal: it may be
 * reached only by outcomes that end the trajectory. Every other state needs all actions.
 */
export const finiteMdp = environmentKind({
  summary: "Markov decision process spelled out in the study: states, transitions and rewards",
  options: shape.superRefine((options, issues) => {
    const [states, actions] = [countOf(options.states), countOf(options.actions)];
    if (states * actions > MAX_OUTCOMES) {
      const [what, count, others] =
        states >= actions ? ["states", states, actions] : ["actions", actions, states];
      const most = Math.max(1, Math.floor(MAX_OUTCOMES / others));
      issues.addIssue({
        code: "custom",
        path: [what],
        message: `expected at most ${most}, so that states × actions is at most ${MAX_OUTCOMES}; got ${count}`,
      });
      return;
    }
    resolve(options, (path, message) => issues.addIssue({ code: "custom", path, message }));
  }),
  create(options) {
    const { states, actions, initial, rows } = resolve(options, (path, message) => {
      throw new RangeError(`finite-mdp: ${path.join(".")}: ${message}`);
    });
    const features = options.features && Float64Array.from(options.features.flat());
    return finiteEnvironment("finite-mdp", {
      states,
      actions,
      initial,
      ...(features && { features }),
      outcomes: (state, action) => rows[state].get(action)?.outcomes ?? [[1, state, 0, true]],
    });
  },
});
