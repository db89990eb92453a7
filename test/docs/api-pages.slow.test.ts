import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { PATIENCE } from "../patience.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

/** A declaration as typedoc's JSON has it. */
interface Declared {
  readonly name: string;
  readonly variant: string;
  readonly comment?: object;
  readonly signatures?: readonly Declared[];
}

/** Runs typedoc as `npm run docs` does, without its pages. */
const typedoc = (options = resolve("tools/api-pages/typedoc.json")) => {
  const json = join(temporaryFolder(), "api.json");
  const words = ["exec", "-w", "tools/api-pages", "--", "typedoc", "--options", options];
  const more = ["--json", json, "--treatValidationWarningsAsErrors", "--logLevel", "Warn"];
  const { status, stdout, stderr } = spawnSync("npm", [...words, ...more], {
    encoding: "utf8",
    timeout: PATIENCE,
  });
  return { status, said: stdout + stderr, json };
};

const undocumented = (json: string): string[] =>
  (JSON.parse(readFileSync(json, "utf8")).children as readonly Declared[])
    .filter(({ variant }) => variant !== "reference")
    .filter(({ comment, signatures = [] }) => !comment && !signatures.some((each) => each.comment))
    .map(({ name }) => name);

describe("the public API", () => {
  it("has a docstring for every export, and no broken link", () => {
    const { status, said, json } = typedoc();
    expect({ status, said }, "is typedoc installed? npm ci").toEqual({ status: 0, said: "" });
    expect(JSON.parse(readFileSync(json, "utf8")).children.length).toBeGreaterThan(90);
    expect(undocumented(json)).toEqual([]);
  });

  /** Another library, of one module. */
  const planted = (source: string) => {
    const folder = temporaryFolder();
    const write = (name: string, content: unknown) =>
      writeFileSync(join(folder, name), JSON.stringify(content));
    writeFileSync(join(folder, "index.ts"), source);
    write("tsconfig.json", { files: ["index.ts"] });
    const ours = resolve("tools/api-pages/typedoc.json");
    write("typedoc.json", { extends: ours, entryPoints: ["index.ts"], tsconfig: "tsconfig.json" });
    return typedoc(join(folder, "typedoc.json"));
  };

  it("would be found with a link that leads nowhere", () => {
    const { status, said } = planted("/** Has {@link NoSuchThing}. */\nexport const one = 1;\n");
    expect(status).not.toBe(0);
    expect(said).toContain("NoSuchThing");
  });

  it("would be found with an export that says nothing of itself", () => {
    const { json } = planted("/** One. */\nexport const one = () => 1;\nexport const two = () => 2;\n");
    expect(undocumented(json)).toEqual(["two"]);
  });
});
