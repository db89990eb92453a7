import type { MainModule } from "@mujoco/mujoco";

/** The engine of this thread; it can be had asynchronously only, so it is loaded before environments are made. */
let engine: MainModule | undefined;

/**
 * Loads MuJoCo's WebAssembly build, once in a thread: about 0.2 s and 55 MiB. It is a peer dependency, which who has no such
 * task need not install.
 * @throws RangeError where it is not installed, or does not run on this platform
 */
export const loadEngine = async (): Promise<void> => {
  if (engine !== undefined) return;
  try {
    const { default: load } = await import("@mujoco/mujoco");
    engine = await load();
  } catch (error) {
    throw new RangeError(
      isMissing(error)
        ? "MuJoCo tasks need the package @mujoco/mujoco: npm install @mujoco/mujoco"
        : `the package @mujoco/mujoco does not load: ${(error as Error).message}`,
    );
  }
};

const isMissing = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND" &&
  String(error).includes("@mujoco/mujoco");

/** @throws RangeError if it has not been loaded */
export const loadedEngine = (): MainModule => {
  if (engine === undefined)
    throw new RangeError("mujoco is to be prepared before an environment is made of it");
  return engine;
};
