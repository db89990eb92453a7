/** Where in a study something is: the keys and indexes that lead to it. */
export type Path = readonly (string | number)[];

/** Whether a path leads to `outer` or to something in it. */
export const isWithin = (path: Path, outer: Path): boolean => outer.every((step, i) => path[i] === step);

/** Writes a path as `agents[0].optimizer.learningRate`; a key that is not a plain word is quoted. */
export const pathText = (path: Path): string =>
  path
    .map((step, i) => {
      if (typeof step === "number") return `[${step}]`;
      return `${i > 0 ? "." : ""}${/^[\w-]+$/.test(step) ? step : JSON.stringify(step)}`;
    })
    .join("");
