import { z } from "zod";
import type { LinearQuadraticModel } from "./contract/models.ts";
import { type Matrix, type Problem, presets, type Vector } from "./linear-quadratic-presets.ts";
import { randomOption, randomProblem } from "./linear-quadratic-random.ts";

const matrix = (what: string) =>
  z
    .union([z.number(), z.array(z.array(z.number()).min(1)).min(1)], {
      error: "expected a matrix, as a list of rows, or a number times the identity",
    })
    .optional()
    .describe(`${what}: a list of rows, or a number times the identity.`);

const vector = (what: string, number: z.ZodNumber) =>
  z
    .union([number, z.array(number).min(1)], {
      error: "expected a number, or a list with one per coordinate",
    })
    .optional()
    .describe(`${what}: a list with one number per coordinate, or one for all.`);

const shape = z.strictObject({
  preset: z
    .enum(Object.keys(presets) as (keyof typeof presets)[])
    .optional()
    .describe("A known problem; options beside it replace what it says."),
  random: randomOption,
  A: matrix("How the state moves by itself, [D, D]; needed without a preset or random"),
  B: matrix("What the action adds to the state, [D, K]; needed without a preset or random"),
  Q: matrix("Cost xᵀQx of the state, symmetric (1 if not given)"),
  R: matrix("Cost uᵀRu of the action, symmetric (1 if not given)"),
  noise: vector("Standard deviation of the noise of a step (0 if not given)", z.number().min(0)),
  start: vector("Mean of the first state (0 if not given)", z.number()),
  startDeviation: vector("Standard deviation of the first state (0 if not given)", z.number().min(0)),
  costOn: z
    .enum(["next-state", "current-state"])
    .optional()
    .describe("The state that is paid for: the one an action leads to (if not given), or is taken in."),
});

type Options = z.output<typeof shape>;
type Complain = (path: (keyof Options)[], message: string) => void;

const plain = { Q: 1, R: 1, noise: 0, start: 0, startDeviation: 0, costOn: "next-state" } as const;

/** The preset, a random problem or the defaults, with the given options in place; undefined where A or B is missing. */
const problemOf = ({ preset, random, ...given }: Options): Problem | undefined => {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const from = preset ? presets[preset] : random ? randomProblem(random) : plain;
  const problem: Partial<Problem> = { ...from, ...said };
  return problem.A === undefined || problem.B === undefined ? undefined : (problem as Problem);
};

const lengthOf = (given: Matrix | Vector): number | undefined =>
  typeof given === "number" ? undefined : given.length;

/** Checks all sizes, each against the first option that tells of it, and spreads numbers out. */
export const modelOf = (options: Options, complain: Complain): LinearQuadraticModel | undefined => {
  if (options.random) {
    const twice = (["preset", "A", "B"] as const).filter((name) => options[name] !== undefined);
    for (const name of twice) complain([name], "random makes A and B; take one of the two out");
    if (twice.length > 0) return undefined;
  }
  const problem = problemOf(options);
  if (problem === undefined) {
    for (const name of ["A", "B"] as const)
      if (options[name] === undefined) complain([name], "expected a matrix, a preset or random");
    return undefined;
  }
  const { A, B, Q, R, noise, start, startDeviation, costOn } = problem;
  const D = [A, B, Q, noise, start, startDeviation].map(lengthOf).find((size) => size !== undefined) ?? 1;
  const K = typeof B === "number" ? D : B[0].length;
  let faults = 0;
  const fault = (name: keyof Problem, message: string) => {
    faults++;
    complain([name], message);
  };
  const dense = (name: keyof Problem, given: Matrix, rows: number, columns: number): Float64Array => {
    const out = new Float64Array(rows * columns);
    if (typeof given === "number") {
      for (let i = 0; i < Math.min(rows, columns); i++) out[i * columns + i] = given;
    } else if (given.length !== rows || given.some((row) => row.length !== columns)) {
      const lengths = [...new Set(given.map((row) => row.length))].join(" or ");
      fault(name, `expected ${rows} × ${columns} numbers; got ${given.length} rows of ${lengths}`);
    } else out.set(given.flat());
    return out;
  };
  const symmetric = (name: keyof Problem, given: Matrix, size: number): Float64Array => {
    const out = dense(name, given, size, size);
    const skew = out.findIndex(
      (value, place) => value !== out[(place % size) * size + Math.floor(place / size)],
    );
    if (skew >= 0) {
      const [i, j] = [Math.floor(skew / size), skew % size];
      fault(
        name,
        `expected a symmetric matrix; (${i}, ${j}) is ${out[skew]} and (${j}, ${i}) ${out[j * size + i]}`,
      );
    }
    return out;
  };
  const spread = (name: keyof Problem, given: Vector): Float64Array => {
    if (typeof given === "number") return new Float64Array(D).fill(given);
    if (given.length !== D) fault(name, `expected ${D} numbers; got ${given.length}`);
    return Float64Array.from(given);
  };
  const model: LinearQuadraticModel = {
    kind: "linear-quadratic",
    A: dense("A", A, D, D),
    B: dense("B", B, D, K),
    Q: symmetric("Q", Q, D),
    R: symmetric("R", R, K),
    noise: spread("noise", noise),
    start: spread("start", start),
    startDeviation: spread("startDeviation", startDeviation),
    costOn,
  };
  return faults === 0 ? model : undefined;
};

/** The options of a linear-quadratic problem, with sizes that agree. */
export const linearQuadraticOptions = shape.superRefine((options, issues) => {
  modelOf(options, (path, message) => issues.addIssue({ code: "custom", path, message }));
});
