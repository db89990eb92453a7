/**
 * Compiles the AssemblyScript sources of every folder `assembly` of src into `kernel.generated.ts` beside it, which holds
 * the WebAssembly bytes. With `--changed` only where a source is newer than that.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const src = dirname(dirname(fileURLToPath(import.meta.url)));

const compile = async (folder) => {
  let bytes = new Uint8Array();
  const { error, stderr } = await asc.main(
    [
      "index.ts",
      "--outFile=kernel.wasm",
      "--optimizeLevel=3",
      "--shrinkLevel=0",
      "--runtime=stub",
      "--noAssert",
      "--importMemory",
      "--enable=simd",
    ],
    {
      // the compiler adds ".ts" to the name in an import, which has it already
      readFile: (name) => {
        try {
          return readFileSync(join(folder, name.replace(/\.ts\.ts$/, ".ts")), "utf8");
        } catch {
          return null; // the compiler looks in several places
        }
      },
      writeFile: (name, contents) => {
        if (name === "kernel.wasm") bytes = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${folder} does not compile:\n${stderr}`, { cause: error });
  return bytes;
};

const isNew = (folder, target) => {
  if (!existsSync(target)) return false;
  const changed = (path) => statSync(path).mtimeMs;
  return readdirSync(folder).every((name) => changed(join(folder, name)) <= changed(target));
};

const folders = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name === "assembly")
  .map((entry) => join(entry.parentPath, entry.name));

for (const folder of folders) {
  const target = join(dirname(folder), "kernel.generated.ts");
  if (process.argv.includes("--changed") && isNew(folder, target)) continue;
  const bytes = await compile(folder);
  writeFileSync(
    target,
    `/** WebAssembly bytes in base64, made by src/webassembly/build.mjs from assembly/; not to be edited. */
export const kernelBase64 =
  "${Buffer.from(bytes).toString("base64")}";
`,
  );
}
