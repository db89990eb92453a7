/**
 * The sources as they are shipped (rolldown.config.js), in half a second: workers, SQL and pages are found as they are in
 * the package.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { rolldown, watch } from "rolldown";
import configs from "../../rolldown.config.js";

const [{ output, ...input }] = configs;
const outputIn = (dir) => ({ ...output, dir, sourcemap: true });

const PERCEPTRON = "src/policies/perceptron";

/** Compiles the kernel of perceptrons, unless that was done since its sources changed. */
const compileKernel = () => {
  const changed = (path) => statSync(`${PERCEPTRON}/${path}`).mtimeMs;
  const kernel = "kernel.generated.ts";
  const sources = readdirSync(`${PERCEPTRON}/assembly`).map((name) => `assembly/${name}`);
  if (existsSync(`${PERCEPTRON}/${kernel}`) && sources.every((name) => changed(name) <= changed(kernel)))
    return;
  execFileSync(process.execPath, [`${PERCEPTRON}/build.mjs`], { stdio: "inherit" });
};

/** Writes the bundle to a folder. */
export const buildOnce = async (folder) => {
  compileKernel();
  const build = await rolldown(input);
  await build.write(outputIn(folder));
  await build.close();
};

/** Writes the bundle to a folder, and again whenever a source changes; the kernel's are looked at once. */
export const rebuildOnChange = (folder, { onStart, onEnd, onError }) => {
  compileKernel();
  watch({ ...input, output: outputIn(folder) }).on("event", async (event) => {
    if (event.code === "START") onStart();
    if (event.code === "END") onEnd();
    if (event.code === "ERROR") onError(event.error.message);
    await event.result?.close();
  });
};
