import type { Path } from "./fault.ts";

/** Something wrong with a study, for a person to read. */
export interface Fault {
  /** What gave the value: the file, or an option such as `--set probe.replicates=1`. */
  readonly origin: string;
  /** The key, such as `agents[0].optimizer`; empty where the whole file or option is meant. */
  readonly path: string;
  /** Line of the file, counted from 1; undefined where no line can be named. */
  readonly line: number | undefined;
  /** One line that names the key, what was expected and what was given. */
  readonly message: string;
}

/** A fault on one line: `study.yaml:3: objective.discount must be at most 1; got 1.5`. */
const faultLine = ({ origin, line, message }: Fault): string =>
  `${origin}${line === undefined ? "" : `:${line}`}: ${message}`;

/** A study that cannot be run, with everything that is wrong with it; its message has one line per fault. */
export class StudyError extends Error {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(faultLine).join("\n"));
    this.name = "StudyError";
    this.faults = faults;
  }
}

/** Writes a path as `agents[0].optimizer.learningRate`; a key that is not a plain word is quoted. */
export const pathText = (path: Path): string =>
  path
    .map((step, i) => {
      if (typeof step === "number") return `[${step}]`;
      return `${i > 0 ? "." : ""}${/^[\w-]+$/.test(step) ? step : JSON.stringify(step)}`;
    })
    .join("");
