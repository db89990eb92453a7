import { type Complaint, complaints } from "./complaints.ts";
import { isWithin } from "./fault.ts";
import { withModule } from "./module.ts";
import { valueAt } from "./outline.ts";
import { applySet, type Override } from "./override.ts";
import { readText } from "./read-text.ts";
import { type Study, studySchema } from "./schema.ts";
import { parseSource, type Source } from "./source.ts";
import { type Fault, pathText, StudyError } from "./study-error.ts";
import { trial } from "./trial.ts";

/** Values of the command line that take the place of those of the file. */
export interface LoadOptions {
  /** `key=value`, in order. */
  readonly set?: readonly string[] | undefined;
  /** Such as "0..9". */
  readonly seeds?: string | undefined;
}

/**
 * Reads, checks and completes a study. One that is returned can be run: every agent was set up once.
 * @throws StudyError with everything that is wrong with the file or the options
 */
export const loadStudy = (path: string, options: LoadOptions = {}): Study =>
  parseStudy(readText(path), path, options);

/** As `loadStudy`, from text. @param origin what messages call the text: its file */
export const parseStudy = (text: string, origin: string, { set = [], seeds }: LoadOptions = {}): Study => {
  const source = parseSource(text, origin);
  const overrides: Override[] = [];
  const faults: Fault[] = [];
  let study: unknown = source.value;
  for (const each of set) {
    const option = `--set ${each}`;
    try {
      const applied = applySet(study, each);
      study = applied.study;
      overrides.push({ option, path: applied.path });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      faults.push({ origin: option, path: "", line: undefined, message: error.message });
    }
  }
  if (seeds !== undefined) {
    study = { ...(study as object), seeds };
    overrides.push({ option: `--seeds ${seeds}`, path: ["seeds"] });
  }
  study = withModule(study, origin);
  const parsed = studySchema.safeParse(study);
  const found = parsed.success ? trial(parsed.data) : complaints(parsed.error.issues, study);
  faults.push(...found.map((complaint) => blame(complaint, origin, source, overrides)));
  if (!parsed.success || faults.length > 0) throw new StudyError(inOrder(faults));
  return parsed.data;
};

/** Names the option that gave the value, or else the line of the file. */
const blame = ({ path, message }: Complaint, file: string, source: Source, overrides: Override[]): Fault => {
  // a key that only the option brought in is its fault too
  const isNew = valueAt(path, source.value) === undefined;
  const given = overrides.findLast(
    (override) => isWithin(path, override.path) || (isNew && isWithin(override.path, path)),
  );
  if (given) return { origin: given.option, path: pathText(path), line: undefined, message };
  const inside = overrides.filter((override) => isWithin(override.path, path));
  const options = (inside.length > 0 ? inside : overrides).map(({ option }) => option).join(" ");
  return {
    origin: file,
    path: pathText(path),
    line: source.lineOf(path),
    message: options === "" ? message : `${message} (with ${options})`,
  };
};

/** Options first, then from the top of the file to the bottom, each fault once. */
const inOrder = (faults: readonly Fault[]): Fault[] =>
  faults
    .filter(
      (fault, i) =>
        faults.findIndex(({ message, path }) => message === fault.message && path === fault.path) === i,
    )
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
