import type { ContinuousEnvironment } from "./environment.ts";
import { anObject, callable, faultsOf, numbers } from "./members.ts";
import type { LinearQuadraticModel, OneStepModel } from "./models.ts";
import { withoutSnapshots } from "./without-snapshots.ts";

/** What is wrong with the parts that an environment of vectors may have: model, slopes. */
export const continuousModelFaults = (environment: ContinuousEnvironment): string[] => {
  const { model, slopes, observe, stateSize, observationSize, action } = environment;
  const faults = withoutSnapshots(environment, { model, slopes });
  if (observe === undefined && observationSize !== stateSize)
    faults.push(
      `observationSize is ${observationSize} and stateSize ${stateSize}; without observe they must be equal`,
    );
  const wrong = [
    ...(model === undefined ? [] : faultsOf(environment, { model: anObject })),
    ...(slopes === undefined ? [] : faultsOf(environment, { slopes: anObject })),
  ];
  if (wrong.length > 0) return [...faults, ...wrong];
  if (slopes !== undefined)
    faults.push(...faultsOf(slopes, { at: callable("state, action, next, out") }, "slopes."));
  if (slopes !== undefined && action.size === undefined)
    faults.push("slopes need actions of real numbers, { size }; got { count }");
  if (model !== undefined && action.size === undefined)
    faults.push("a model of vectors needs actions of real numbers, { size }; got { count }");
  else if (model !== undefined) faults.push(...modelFaults(model, stateSize, action.size!));
  return faults;
};

const modelFaults = (model: LinearQuadraticModel | OneStepModel, D: number, K: number): string[] => {
  if (model.kind === "linear-quadratic")
    return faultsOf(
      model,
      {
        A: numbers("Float64Array", D * D),
        B: numbers("Float64Array", D * K),
        Q: numbers("Float64Array", D * D),
        R: numbers("Float64Array", K * K),
        noise: numbers("Float64Array", D),
        start: numbers("Float64Array", D),
        startDeviation: numbers("Float64Array", D),
        costOn: {
          expected: "next-state or current-state",
          holds: (value) => value === "next-state" || value === "current-state",
        },
      },
      "model.",
    );
  if (model.kind !== "one-step")
    return faultsOf(
      model,
      { kind: { expected: "linear-quadratic or one-step", holds: () => false } },
      "model.",
    );
  const faults = faultsOf(model, { value: callable("action"), gradient: callable("action, out") }, "model.");
  if (model.quadratic === undefined) return faults;
  const quadratic = faultsOf(model, { quadratic: anObject }, "model.");
  if (quadratic.length > 0) return [...faults, ...quadratic];
  const finite = { expected: "a finite number", holds: Number.isFinite };
  const parts = { center: numbers("Float64Array", K), scale: finite, offset: finite };
  return [...faults, ...faultsOf(model.quadratic, parts, "model.quadratic.")];
};
