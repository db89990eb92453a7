import { environments, isOutside, prepareEnvironment } from "../config/environments.ts";
import { configIssues } from "../config/issues.ts";
import { applySet, type Override } from "../config/override.ts";
import { unknownAgents } from "../config/plan.ts";
import { withPresetsForStates } from "../config/presets-on-continuous.ts";
import { readText } from "../config/read-text.ts";
import { type Study, studySchema } from "../config/schema.ts";
import { valueAt } from "../config/schema-lookup.ts";
import { parseSource, type Source } from "../config/source.ts";
import { withFiles } from "../config/study-files.ts";
import { variations } from "../config/variations.ts";
import { ConfigError, type ConfigIssue } from "../errors/config-error.ts";
import { isWithin, pathText } from "../errors/study-path.ts";
import { withGymnasium } from "../gymnasium/gymnasium.ts";
import { choice } from "../registry.ts";
import { markComplete, onlyStudy } from "./complete-study.ts";
import { dryAssembly } from "./dry-assembly.ts";

/** Values of the command line that take the place of those of the file. */
export interface LoadOptions {
  /** `key=value`, in order. */
  readonly set?: readonly string[] | undefined;
  /** Such as "0..9". */
  readonly seeds?: string | undefined;
  /** Bytes of memory that a run may take; those of this machine if not given. */
  readonly memory?: number | undefined;
  /** Whether environments that are programs of their own may be started, to set up agents; true if not given. */
  readonly start?: boolean | undefined;
}

/**
 * Reads, checks and completes a study, or all that it stands for if it has `vary`. What is returned can be run: every
 * agent was set up once. JavaScript modules that the study names are evaluated: whoever wrote it is trusted.
 * @throws ConfigError with everything that is wrong with the file or the options
 */
export const loadStudies = (path: string, options: LoadOptions = {}): Study[] =>
  checked(read(readText(path), path, options), options);

/** As `loadStudies`, after what the environments need before they can be made; most need nothing. */
export const loadPreparedStudies = async (path: string, options: LoadOptions = {}): Promise<Study[]> => {
  const reading = read(readText(path), path, options);
  await prepare(reading);
  return checked(reading, options);
};

/** As `loadStudies`, of a file without `vary`. @throws ConfigError also if there is more than one study */
export const loadStudy = (path: string, options: LoadOptions = {}): Study =>
  onlyStudy(loadStudies(path, options), path);

/** As `loadStudy`, from text. @param origin what messages call the text: its file */
export const parseStudy = (text: string, origin: string, options: LoadOptions = {}): Study =>
  onlyStudy(checked(read(text, origin, options), options), origin);

const checked = ({ variants, issues, blamed }: Reading, { memory, start = true }: LoadOptions): Study[] => {
  const studies = variants.map(withPresetsForStates).flatMap((variant) => {
    const parsed = studySchema.safeParse(variant);
    const found = !parsed.success
      ? configIssues(parsed.error.issues, variant)
      : start || !isOutside(parsed.data.environment)
        ? dryAssembly(parsed.data, memory)
        : unknownAgents(parsed.data);
    issues.push(...found.map(blamed));
    return parsed.success ? [parsed.data] : [];
  });
  if (issues.length > 0) throw new ConfigError(inOrder(issues));
  return studies.map(markComplete);
};

/**
 * Waits for what the environments of a file's studies need before they can be made; most need nothing. What is wrong with
 * the file, and with its environments, is left to `loadStudies`, which comes after.
 */
export const prepareStudies = async (path: string, options: LoadOptions = {}): Promise<void> =>
  prepare(read(readText(path), path, options));

const prepare = async ({ variants }: Reading): Promise<void> => {
  for (const variant of variants) {
    const { environment } = Object(variant) as { environment?: unknown };
    const parsed = environmentChoice.safeParse(environment);
    if (parsed.success) await prepareEnvironment(parsed.data);
  }
};

const environmentChoice = choice(environments);

/** A file with its options, before its studies are validated. */
interface Reading {
  /** The studies that it stands for. */
  readonly variants: readonly unknown[];
  /** What is wrong with options and `vary`. */
  readonly issues: ConfigIssue[];
  /** Says of an issue where its value was given. */
  blamed(issue: ConfigIssue): ConfigIssue;
}

const read = (text: string, origin: string, { set = [], seeds }: LoadOptions): Reading => {
  const source = parseSource(text, origin);
  const overrides: Override[] = [];
  const issues: ConfigIssue[] = [];
  const blamed = (issue: ConfigIssue) => blame(issue, origin, source, overrides);
  let study: unknown = source.value;
  for (const each of set) {
    const option = `--set ${each}`;
    try {
      const applied = applySet(study, each);
      study = applied.study;
      const key = pathText(applied.path);
      const before = overrides.find(({ path }) => pathText(path) === key);
      if (before) throw new RangeError(`${key} is given already, by ${before.option}`);
      overrides.push({ option, path: applied.path });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      issues.push({ origin: option, path: [], message: error.message });
    }
  }
  if (seeds !== undefined) {
    study = { ...(study as object), seeds };
    overrides.push({ option: `--seeds ${seeds}`, path: ["seeds"] });
  }
  try {
    const variants = variations(study).map((variant) => withGymnasium(withFiles(variant, origin)));
    return { variants, issues, blamed };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    issues.push(blamed({ path: ["vary"], message: `vary: ${error.message}` }));
    return { variants: [], issues, blamed };
  }
};

/** Names the option that gave the value, or else the line of the file. */
const blame = (
  { path, message }: ConfigIssue,
  file: string,
  source: Source,
  overrides: Override[],
): ConfigIssue => {
  // a key that only the option brought in is its fault too
  const isNew = valueAt(path, source.value) === undefined;
  const override = overrides.findLast(
    (override) => isWithin(path, override.path) || (isNew && isWithin(override.path, path)),
  );
  if (override) return { origin: override.option, path, message };
  const inside = overrides.filter((override) => isWithin(override.path, path));
  const options = (inside.length > 0 ? inside : overrides).map(({ option }) => option).join(" ");
  return {
    origin: file,
    path,
    line: source.lineOf(path),
    message: options === "" ? message : `${message} (with ${options})`,
  };
};

/** Options first, then from the top of the file to the bottom, each issue once. */
const inOrder = (issues: readonly ConfigIssue[]): ConfigIssue[] =>
  issues
    .filter(
      (issue, i) =>
        issues.findIndex(
          ({ message, path }) => message === issue.message && pathText(path) === pathText(issue.path),
        ) === i,
    )
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
