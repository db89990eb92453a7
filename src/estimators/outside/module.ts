import { z } from "zod";
import { shown } from "../../../envs/contract/shown.ts";
import { moduleOptions } from "../../bridge/module-options.ts";
import { OutsideError } from "../../errors/outside-error.ts";
import { thrownText } from "../../errors/thrown-text.ts";
import type { Estimator } from "../estimator.ts";
import type { EstimatorContext, EstimatorKind } from "../kind.ts";
import { type Answer, answeredEstimator, answeredOptions, type Question, refuseUnread } from "./answered.ts";
import { customBatch } from "./custom-batch.ts";

const { module, options: given, digest } = moduleOptions.shape;
const { critic, stateWeight, average } = answeredOptions;
const options = z.strictObject({ module, options: given, critic, stateWeight, average, digest });

/**
 * A custom estimator, from a JavaScript module that defines `advantages(batch)` [steps] or `gradient(batch)` [P]. Whoever
 * names a module runs it: it may do all that the user may.
 *
 * Its first answer in a run is tried: it must be finite, and the same when it is asked again.
 */
export const customModule = {
  summary: "a custom estimator, from a JavaScript module: { module: ./mine.js, options: { … } }",
  options,
  create(chosen: z.output<typeof options>, context: EstimatorContext): Estimator {
    if (context.custom === undefined) throw new RangeError("module is for the estimators of a run");
    const estimator = context.custom(chosen.module, chosen.options);
    const entry = estimator.advantages ? "advantages" : "gradient";
    if (entry === "gradient") refuseUnread(chosen, "a module of advantages");
    const ask = (question: Question): Answer => {
      const values = called(chosen.module, `${entry}(batch)`, () =>
        estimator[entry]?.(customBatch(question)),
      );
      return { of: entry === "advantages" ? "weights" : "gradient", values, name: entry };
    };
    let tried = false;
    const made = answeredEstimator(chosen, context, (question) => {
      const answer = ask(question);
      if (!tried) needSame(answer, ask(question));
      tried = true;
      return answer;
    });
    return {
      ...made,
      estimate(...of) {
        try {
          return made.estimate(...of);
        } catch (error) {
          throw error instanceof OutsideError
            ? new OutsideError(`${chosen.module}: ${error.message}`)
            : error;
        }
      },
    };
  },
} satisfies EstimatorKind;

/** What a function of the module returns. @throws OutsideError if it throws, or returns no list of numbers */
const called = (module: string, what: string, work: () => unknown): ArrayLike<number> => {
  let returned: unknown;
  try {
    returned = work();
  } catch (error) {
    throw new OutsideError(`${what} threw ${thrownText(error)}${lineOf(error, module)}`);
  }
  const isList = Array.isArray(returned) || (ArrayBuffer.isView(returned) && "length" in returned);
  if (!isList) throw new OutsideError(`${what} returned ${shown(returned)}; expected a list of numbers`);
  const list = returned as ArrayLike<unknown>;
  for (let i = 0; i < list.length; i++)
    if (typeof list[i] !== "number")
      throw new OutsideError(`${what} returned ${shown(list[i])} as number ${i} of ${list.length}`);
  return list as ArrayLike<number>;
};

/** The line of the module that an error came through, as text. */
const lineOf = (error: unknown, module: string): string => {
  const { stack } = Object(error) as { stack?: unknown };
  const [name] = module.split(/[\\/]/).slice(-1);
  const line = /^\d+/.exec(String(stack).split(`/${name}:`)[1] ?? "");
  return line ? ` (line ${line[0]})` : "";
};

/** @throws OutsideError for an answer that is not finite, or not the same when asked again */
const needSame = ({ values, name }: Answer, { values: again }: Answer): void => {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]))
      throw new OutsideError(`${name}[${i}] of its first batch is ${values[i]}`);
    if (values[i] !== again[i])
      throw new OutsideError(
        `${name}[${i}] is ${values[i]}, and ${again[i]} when asked again about the same batch: it must remember nothing, ` +
          "and draw by batch.random alone",
      );
  }
};
