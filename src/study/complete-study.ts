import type { z } from "zod";
import { type Environment, isDiscrete } from "../../envs/contract/environment.ts";
import { prepareEnvironment } from "../config/environments.ts";
import { configIssues } from "../config/issues.ts";
import { withContinuousPresets, withPresetsForStates } from "../config/presets-on-continuous.ts";
import { type Study, studySchema } from "../config/schema.ts";
import { variations } from "../config/variations.ts";
import { ConfigError, type ConfigIssue } from "../errors/config-error.ts";
import { withGymnasium } from "../gymnasium/gymnasium.ts";
import { dryAssembly } from "./dry-assembly.ts";

/** A study as it is written, before defaults are filled in. */
export type StudyInput = z.input<typeof studySchema>;

/** A study of a custom environment: without the `environment` key. */
export type CustomStudy = Omit<StudyInput, "environment" | "vary">;

const NOT_CUSTOM = ["environment", "vary"] as const;
const customSchema = studySchema.omit({ environment: true, vary: true });

/** What messages call a study that no file holds. */
const ORIGIN = "study";

/** Studies that were found to be in order, and so need not be looked at again. */
const complete = new WeakSet<Study>();

export const markComplete = (study: Study): Study => {
  complete.add(study);
  return study;
};

/** @throws ConfigError unless `written` stands for one study, not for several by `vary` */
export const onlyStudy = <T>(studies: readonly T[], origin: string): T => {
  if (studies.length === 1) return studies[0];
  const message = `vary: expected one study; it stands for ${studies.length}`;
  throw new ConfigError([{ origin, path: ["vary"], message }]);
};

const refuse = (issues: readonly ConfigIssue[]): void => {
  if (issues.length > 0) throw new ConfigError(issues.map((issue) => ({ origin: ORIGIN, ...issue })));
};

/**
 * Checks and completes a study that a program wrote, as `loadStudy` does one of a file: every default is filled in, presets
 * stand for what they are, and every agent was set up once. What needs to be waited for first is for `prepareEnvironment`.
 *
 * @param written as in a file, or what was returned before
 * @throws ConfigError with everything that is wrong, in the words that the command line has for it
 */
export const completeStudy = (written: StudyInput | Study): Study => {
  if (complete.has(written as Study)) return written as Study;
  const { study, issues } = parsed(written);
  refuse(issues);
  refuse(dryAssembly(study));
  return markComplete(study);
};

/** The same of several, in order, after what has to be waited for. @throws as `completeStudy` */
export const completeStudies = async (written: readonly (StudyInput | Study)[]): Promise<Study[]> => {
  const studies: Study[] = [];
  for (const each of written) {
    await prepareEnvironment(environmentOf(each));
    studies.push(completeStudy(each));
  }
  return studies;
};

/** Completes a study without setting up its agents. */
const parsed = (written: unknown): { study: Study; issues: readonly ConfigIssue[] } => {
  let variants: readonly unknown[];
  try {
    variants = variations(written);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigError([{ origin: ORIGIN, path: ["vary"], message: `vary: ${error.message}` }]);
  }
  const one = withPresetsForStates(withGymnasium(onlyStudy(variants, ORIGIN)));
  const { success, data, error } = studySchema.safeParse(one);
  return { study: data as Study, issues: success ? [] : configIssues(error.issues, one) };
};

/**
 * The environment of a study whose schema is in order, so that it can be prepared before the study is completed.
 *
 * @throws ConfigError as `completeStudy` does, but for what only setting up an agent shows
 */
const environmentOf = (written: StudyInput | Study): Study["environment"] => {
  if (complete.has(written as Study)) return (written as Study).environment;
  const { study, issues } = parsed(written);
  refuse(issues);
  return study.environment;
};

/** The same for a study of a custom environment. @throws ConfigError with everything that is wrong */
export const completeCustomStudy = (environment: Environment, written: CustomStudy): Study => {
  const own = isDiscrete(environment) ? written : withContinuousPresets(written);
  const { success, data, error } = customSchema.safeParse(own);
  if (!success) refuse(configIssues(error.issues, own, NOT_CUSTOM));
  const study = { ...data, environment: { kind: environment.kind } } as unknown as Study;
  refuse(dryAssembly(study, undefined, environment));
  return study;
};
