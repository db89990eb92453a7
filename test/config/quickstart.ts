import { expect } from "vitest";
import { type LoadOptions, parseStudy } from "../../src/config/load.ts";
import { readText } from "../../src/config/read-text.ts";
import { StudyError } from "../../src/config/study-error.ts";

/** The study that `npm start` runs, word for word that of the README. */
export const quickstart = readText("experiments/quickstart/study.yaml");

/** The quickstart with pieces of its text replaced, every time they occur. */
export const edited = (edits: Readonly<Record<string, string>>): string =>
  Object.entries(edits).reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replaceAll(from, to);
  }, quickstart);

/** The lines of the error that a text gives; none if it is a good study. */
export const faultsOf = (text: string, options?: LoadOptions): string[] => {
  try {
    parseStudy(text, "study.yaml", options);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(StudyError);
    return (error as StudyError).message.split("\n");
  }
};
