/** Compiles the AssemblyScript sources beside it into `kernel.generated.ts`, which holds the WebAssembly bytes. */
import { readFileSync, writeFileSync } from "node:fs";
import asc from "assemblyscript/asc";

const here = (name) => new URL(name, import.meta.url);
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
      const path = here(`assembly/${name.replace(/\.ts\.ts$/, ".ts")}`);
      try {
        return readFileSync(path, "utf8");
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
if (error) throw new Error(`the kernel does not compile:\n${stderr}`, { cause: error });

writeFileSync(
  here("kernel.generated.ts"),
  `/** WebAssembly bytes in base64, made by build.mjs from assembly/; not to be edited. */
export const kernelBase64 =
  "${Buffer.from(bytes).toString("base64")}";
`,
);
