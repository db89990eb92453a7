import { z } from "zod";
import { applySet } from "./override.ts";

/** The schema of `vary`: keys of a study as `--set` takes them, each with its values. */
export const varySchema = z
  .record(z.string().min(1), z.array(z.unknown()).min(1))
  .optional()
  .describe(
    "keys such as policy.deviation, each with a list of values: one experiment for every combination, named after it",
  );

/** Combinations of a study at most. */
const MOST = 1000;

/**
 * The studies that a study with `vary` stands for: one for every combination of values, the last key varying fastest.
 * Each is named after its values: "name deviation 0.1". Without `vary` it is the only one.
 *
 * @throws RangeError if `vary` is no such mapping, names what is not there, has too many combinations or two of one name
 */
export const varied = (study: unknown): unknown[] => {
  const { vary, ...rest } = Object(study) as { vary?: unknown; name?: unknown };
  if (vary === undefined) return [study];
  const parsed = varySchema.safeParse(vary);
  if (!parsed.success || parsed.data === undefined)
    throw new RangeError("expected keys such as policy.deviation, each with a list of values");
  const axes = Object.entries(parsed.data);
  const count = axes.reduce((product, [, values]) => product * values.length, 1);
  if (count > MOST) throw new RangeError(`${count} combinations; at most ${MOST} are made`);
  const studies = axes.reduce<unknown[]>(
    (studies, [key, values]) =>
      studies.flatMap((each) =>
        values.map((value, i) => {
          const { study: changed } = applySet(each, `${key}=${JSON.stringify(value)}`);
          const { name } = changed as { name?: unknown };
          const last = key
            .split(/[.[\]]+/)
            .filter((step) => step !== "")
            .at(-1);
          const shown = typeof value === "object" ? `${i + 1}` : String(value);
          return { ...(changed as object), name: `${name} ${last} ${shown}`.replaceAll(/[^\w.+ -]/g, "_") };
        }),
      ),
    [rest],
  );
  const names = studies.map((each) => (each as { name?: unknown }).name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new RangeError(`two combinations are called "${twice}"`);
  return studies;
};
