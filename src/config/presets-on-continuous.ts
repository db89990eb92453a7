import { isDiscrete } from "../../envs/contract/environment.ts";
import { environments, withEnvironment } from "./environments.ts";
import { type PresetName, presets } from "./presets.ts";

interface Critic {
  readonly kind: string;
}

/**
 * The critic of observations that stands for a table of values: a perceptron that is fitted to what the table is, the
 * reward-to-go or, in place of TD(0), the λ-return of the λ that its estimator has. Undefined for tables of actions.
 */
const networkFor = ({ kind }: Critic, lambda = 0): object | undefined => {
  if (kind === "monte-carlo") return { kind: "perceptron" };
  return kind === "td" ? { kind: "perceptron", target: "lambda-return", lambda } : undefined;
};

/** The options of a preset that are other ones where states are continuous. */
const optionsOf = (preset: PresetName): object => {
  const { critic, baseline, lambda } = presets[preset].estimator as {
    critic?: Critic;
    baseline?: { critic?: Critic };
    lambda?: number;
  };
  const own = critic && networkFor(critic, lambda);
  const ofBaseline = baseline?.critic && networkFor(baseline.critic);
  return {
    ...(own && { critic: own }),
    ...(ofBaseline && { baseline: { ...baseline, critic: ofBaseline } }),
  };
};

type Written = Readonly<Record<string, unknown>>;

const isMapping = (value: unknown): value is Written => typeof value === "object" && value !== null;

const onContinuous = (written: unknown): unknown => {
  if (!isMapping(written) || typeof written.preset !== "string") return written;
  return Object.hasOwn(presets, written.preset)
    ? { ...optionsOf(written.preset as PresetName), ...written }
    : written;
};

const each = (list: unknown, change: (item: unknown) => unknown): unknown =>
  Array.isArray(list) ? list.map(change) : list;

/**
 * A study as it was written, in which presets with a table of state values have a perceptron in its place: for states that
 * are continuous. What is given beside a preset stays.
 */
export const withContinuousPresets = (study: unknown): unknown => {
  if (!isMapping(study)) return study;
  const { agents, probe } = study;
  return {
    ...study,
    ...("agents" in study && {
      agents: each(agents, (agent) =>
        isMapping(agent) && "estimator" in agent
          ? { ...agent, estimator: onContinuous(agent.estimator) }
          : agent,
      ),
    }),
    ...(isMapping(probe) &&
      "estimators" in probe && {
        probe: { ...probe, estimators: each(probe.estimators, onContinuous) },
      }),
  };
};

/**
 * The same where the study names an environment whose states are continuous. Those of a module are known when it is loaded,
 * which happens only for a study that has presets; what is wrong with it is said elsewhere.
 */
export const withPresetsForStates = (study: unknown): unknown => {
  const { environment } = Object(study) as { environment?: unknown };
  const { kind } = Object(environment) as { kind?: unknown };
  if (typeof kind !== "string" || !Object.hasOwn(environments, kind)) return study;
  const table = environments as unknown as Readonly<Record<string, { readonly continuous?: boolean }>>;
  const changed = withContinuousPresets(study);
  if (kind === "module" && JSON.stringify(changed) === JSON.stringify(study)) return study;
  if (kind === "gymnasium")
    return (environment as { observations?: unknown }).observations === "numbers" ? study : changed;
  return (kind === "module" ? isContinuous(environment) : table[kind].continuous === true) ? changed : study;
};

const isContinuous = (environment: unknown): boolean => {
  const { kind: _, ...options } = environment as { kind: unknown };
  const { success, data } = environments.module.options.safeParse(options);
  if (!success) return false;
  try {
    return withEnvironment({ ...data, kind: "module" }, undefined, (made) => !isDiscrete(made));
  } catch {
    return false;
  }
};

/** The critic of a preset: of numbered states, and of continuous ones; "" where it has none. */
export const criticsOf = (preset: PresetName): { readonly discrete: string; readonly continuous: string } => {
  const named = ({ critic, baseline }: { critic?: Critic; baseline?: { critic?: Critic } }) =>
    (critic ?? baseline?.critic)?.kind ?? "";
  const discrete = named(presets[preset].estimator as object);
  return { discrete, continuous: named(optionsOf(preset)) };
};
