/** Where in a study something is: the keys and indexes that lead to it. */
export type Path = readonly (string | number)[];

/** Whether a path leads to `outer` or to something in it. */
export const isWithin = (path: Path, outer: Path): boolean => outer.every((step, i) => path[i] === step);

/** Something in a study that cannot be: a message that stands alone, and the place it speaks of. */
export class ConfigFault extends Error {
  readonly path: Path;

  constructor(path: Path, message: string) {
    super(message);
    this.name = "ConfigFault";
    this.path = path;
  }
}

/** Runs `work`; a RangeError becomes a ConfigFault at `path`. */
export const faultAt = <T>(path: Path, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new ConfigFault(path, error.message);
    throw error;
  }
};
