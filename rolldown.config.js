import { readdirSync, readFileSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { defineConfig } from "rolldown";

// What is shipped: a few files in place of six hundred, which load in a third of the time. All of it lands in one
// folder, where a module finds its neighbors by new URL("./name", import.meta.url), as it does among the sources.

const NEIGHBORS = [
  "src/store/schema.sql",
  "src/store/views.sql",
  ...["src/ui/browser", "src/report/appearance", "src/report/interaction"].flatMap((folder) =>
    readdirSync(folder).map((name) => `${folder}/${name}`),
  ),
];

/** Packages that commands and workers load at their start. */
const BUNDLED = ["fastest-levenshtein", "rxjs", "yaml", "yargs", "zod"];

const isPackage = (id) => !id.startsWith(".") && !isAbsolute(id);
const isBundled = (id) => BUNDLED.some((name) => id === name || id.startsWith(`${name}/`));
const ofPackage = (importer) => importer?.includes("/node_modules/") ?? false;

/** The folders of the packages whose modules are in a bundle. */
const foldersIn = (bundle) => {
  const modules = Object.values(bundle).flatMap((chunk) => chunk.moduleIds ?? []);
  return new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? []));
};

/** @throws Error if the package has no license file */
const licenseOf = (folder) => {
  const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined) throw new Error(`${name} has no license file`);
  return `${name} ${version}\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`;
};

const besideModules = {
  name: "beside-modules",
  buildStart() {
    for (const path of NEIGHBORS) this.addWatchFile(resolve(path));
  },
  generateBundle(_, bundle) {
    for (const path of NEIGHBORS)
      this.emitFile({
        type: "asset",
        fileName: path.replace(/^src\/(store|ui|report)\//, ""),
        source: readFileSync(path),
      });
    const licenses = [...foldersIn(bundle)].sort().map(licenseOf);
    this.emitFile({ type: "asset", fileName: "LICENSES.txt", source: licenses.join("\n---\n\n") });
  },
};

const output = {
  dir: "dist/bundle",
  entryFileNames: "[name].js",
  chunkFileNames: "chunk-[name].js",
  minify: false, // stack traces are kept with failed runs
};

export default defineConfig([
  {
    input: {
      main: "src/cli/main.ts",
      worker: "src/sweep/worker.ts",
      drawing: "src/ui/drawing.ts",
      "answer-query": "src/cli/answer-query.ts",
      "watch-memory": "src/cli/watch-memory.ts",
    },
    platform: "node",
    external: (id, importer) => isPackage(id) && !isBundled(id) && !ofPackage(importer),
    plugins: [besideModules],
    output,
  },
  {
    input: { index: "src/index.ts" }, // shares rxjs and zod with whoever imports it
    platform: "node",
    external: isPackage,
    output: { ...output, codeSplitting: false },
  },
]);
