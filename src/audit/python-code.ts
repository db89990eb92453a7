import { basename } from "node:path";
import { clientPath } from "../bridge/client-command.ts";
import { AUDITED_ENTRIES, type AuditedEntry, PROTOCOL } from "../bridge/entries.ts";
import type { Tensor } from "../bridge/frame.ts";
import { OutsideProcess } from "../bridge/outside-process.ts";
import { OutsideError } from "../errors/outside-error.ts";
import type { AuditBatch } from "./batch.ts";
import type { Subject } from "./subject.ts";

/** Which function of which file is audited, and how it is run. */
export interface PythonOptions {
  readonly script: string;
  /** The first of `AUDITED_ENTRIES` that the file defines, if not given. */
  readonly entry?: AuditedEntry | undefined;
  /** The program that runs it. */
  readonly python: string;
  /** Seconds that one answer may take. */
  readonly timeout: number;
}

/** What a batch is asked with, besides its arrays. */
export interface Setting {
  readonly discount: number;
  readonly horizon: number;
  readonly states: number;
  readonly actions: number;
  /** The state that stands for padding, where there is one. */
  readonly paddingState?: number | undefined;
  /** Logits of the reference policy of a KL penalty; θ itself if not given. # [S, A] */
  readonly reference?: Float64Array | undefined;
}

/** What the code answers. */
export interface OutsideAnswer {
  /** Weights [steps], or the direction of ascent [S, A]. */
  readonly values: Float64Array;
  /** The loss itself, where it is one. */
  readonly loss: number | undefined;
}

/** A function of a Python file, in a process of its own. */
export interface PythonCode {
  readonly entry: AuditedEntry;
  readonly answers: Subject["answers"];
  askIn(setting: Setting, batch: AuditBatch, theta: Float64Array, seed: number): OutsideAnswer;
  /** The code, asked about batches of one setting. */
  in(setting: Setting): Subject;
  close(): void;
}

/**
 * Starts Python with the file.
 * @throws OutsideError if Python or the file cannot be started, or the file defines none of the functions
 */
export const pythonCode = (options: PythonOptions): PythonCode => {
  const { script, python, timeout } = options;
  const outside = new OutsideProcess({ command: [python, clientPath(), script], timeout });
  const name = basename(script);
  const call = (tensors: readonly Tensor[], metadata: Readonly<Record<string, string>>) => {
    const answer = outside.ask(tensors, { protocol: PROTOCOL, ...metadata });
    const { error } = answer.metadata;
    if (error !== undefined) throw new OutsideError(`${name}: ${error}`);
    return answer;
  };
  const { functions = "" } = describe(() => call([], { call: "describe" }), outside).metadata;
  const entry = options.entry ?? AUDITED_ENTRIES.find((each) => functions.split(",").includes(each));
  if (entry === undefined || !functions.split(",").includes(entry)) {
    outside.close();
    const wanted = options.entry ?? "none of loss, gradient, advantages and token_loss";
    throw new OutsideError(
      options.entry
        ? `${name} does not define ${wanted}(…)`
        : `${name} defines ${wanted}; trueslope audit --init writes an example`,
    );
  }
  const askIn: PythonCode["askIn"] = (of, batch, theta, seed) => {
    const { tensors } = call(tensorsOf(batch, theta, of), {
      ...{ call: "ask", entry, seed: String(seed), group_size: String(batch.groupSize) },
      ...{ discount: String(of.discount), horizon: String(of.horizon) },
      ...(of.paddingState === undefined ? {} : { padding_state: String(of.paddingState) }),
    });
    const values = Float64Array.from((tensors.get("weights") ?? tensors.get("gradient"))?.values ?? []);
    const at = values.findIndex((each) => !Number.isFinite(each));
    if (at >= 0)
      throw new OutsideError(
        `${name}: ${entry} gave ${values[at]} ${placeOf(entry, at, batch, of)}; every number must be finite`,
      );
    return { values, loss: tensors.get("loss")?.values[0] };
  };
  const answers = entry === "advantages" ? "weights" : "gradient";
  const restart = () => void call([], { call: "restart" });
  return {
    ...{ entry, answers, askIn },
    in: (setting) => ({
      ...{ answers, restart },
      ask: (batch, theta, seed) => askIn(setting, batch, theta, seed).values,
    }),
    close: () => outside.close(),
  };
};

/** What the file defines; the process ends where that cannot be told. */
const describe = <T>(ask: () => T, outside: OutsideProcess): T => {
  try {
    return ask();
  } catch (error) {
    outside.close();
    throw error;
  }
};

/** Which step a number belongs to. */
const placeOf = (
  entry: AuditedEntry,
  at: number,
  { offsets, states }: AuditBatch,
  { actions }: Setting,
): string => {
  const k = entry === "advantages" ? at : states.indexOf(Math.floor(at / actions));
  const i = offsets.findIndex((offset, j) => offset <= k && k < offsets[j + 1]);
  if (i < 0) return "in the gradient";
  const length = offsets[i + 1] - offsets[i];
  if (length === 1)
    return "in a trajectory of one step (such as the deviation of one number, divided by n − 1)";
  return `at step ${k - offsets[i]} of a trajectory of ${length} steps`;
};

const tensorsOf = (
  batch: AuditBatch,
  theta: Float64Array,
  { states, actions, reference }: Setting,
): Tensor[] => {
  const { steps, trajectories: n } = batch;
  const of = <T extends Tensor["values"]>(name: string, values: T, ...shape: number[]) => ({
    ...{ name, shape },
    values: values.subarray(
      0,
      shape.reduce((a, b) => a * b, 1),
    ) as T,
  });
  return [
    of("theta", theta, states, actions),
    ...(reference ? [of("reference", reference, states, actions)] : []),
    of("states", batch.states, steps),
    of("actions", batch.actions, steps),
    of("rewards", batch.rewards, steps),
    of("values", batch.values, steps),
    of("offsets", batch.offsets, n + 1),
    of("terminated", batch.terminated, n),
    of("last_states", batch.lastStates, n),
    of("last_values", batch.lastValues, n),
  ];
};
