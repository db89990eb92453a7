/**
 * The sources as they are shipped (rolldown.config.js), in half a second: workers, SQL and pages are found as they are in
 * the package.
 */
import { execFileSync } from "node:child_process";
import { rolldown, watch } from "rolldown";
import configs from "../../rolldown.config.js";

const [{ output, ...input }] = configs;
const outputIn = (dir) => ({ ...output, dir, sourcemap: true });

/** Compiles the kernels whose sources have changed since that was done. */
const compileKernels = () =>
  execFileSync(process.execPath, ["src/webassembly/build.mjs", "--changed"], { stdio: "inherit" });

/** Writes the bundle to a folder. */
export const buildOnce = async (folder) => {
  compileKernels();
  const build = await rolldown(input);
  await build.write(outputIn(folder));
  await build.close();
};

/** Writes the bundle to a folder, and again whenever a source changes; those of kernels are looked at once. */
export const rebuildOnChange = (folder, { onStart, onEnd, onError }) => {
  compileKernels();
  watch({ ...input, output: outputIn(folder) }).on("event", async (event) => {
    if (event.code === "START") onStart();
    if (event.code === "END") onEnd();
    if (event.code === "ERROR") onError(event.error.message);
    await event.result?.close();
  });
};
