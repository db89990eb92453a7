import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { PATIENCE } from "../patience.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

/** A declaration as typedoc's JSON has it. */
interface Declared {
  readonly name: string;
  readonly variant: string;
  readonly comment?: object;
  readonly children?: readonly Declared[];
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

/** What the library exports; with documents beside it, it is a module among them. */
const exportsIn = (json: string): readonly Declared[] => {
  const { children } = JSON.parse(readFileSync(json, "utf8")) as { children: readonly Declared[] };
  return children.find(({ name }) => name === "index")?.children ?? children;
};

const undocumented = (json: string): string[] =>
  exportsIn(json)
    .filter(({ variant }) => variant !== "reference")
    .filter(({ comment, signatures = [] }) => !comment && !signatures.some((each) => each.comment))
    .map(({ name }) => name);

/** Links of pages that lead nowhere: relative ones, of which the file or the anchor is missing. Sources are left out. */
const broken = (folder: string): string[] => {
  const pages = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".html"),
  );
  const textOf = new Map(pages.map((page) => [join(folder, page), readFileSync(join(folder, page), "utf8")]));
  return [...textOf].flatMap(([page, text]) =>
    [...text.matchAll(/href="([^"]+)"/g)]
      .map(([, href]) => href)
      .filter((href) => !/^([a-z]+:|#)|\.ts$/.test(href))
      .filter((href) => {
        const [path, anchor] = decodeURI(href).split("#");
        const target = resolve(dirname(page), path);
        return !existsSync(target) || (anchor && textOf.get(target)?.includes(`id="${anchor}"`) === false);
      })
      .map((href) => `${relative(folder, page)}: ${href}`),
  );
};

describe("the site", () => {
  const folder = temporaryFolder();
  const made = spawnSync(
    "npm",
    [
      "exec",
      "-w",
      "tools/api-pages",
      "--",
      "typedoc",
      "--options",
      resolve("tools/api-pages/typedoc.json"),
      "--out",
      folder,
    ],
    { encoding: "utf8", timeout: PATIENCE },
  );

  it("has the pages of docs beside those of the API, and no link that leads nowhere", () => {
    expect(made.status, made.stdout + made.stderr).toBe(0);
    expect(readdirSync(join(folder, "documents")).length).toBeGreaterThan(20);
    expect(broken(folder)).toEqual([]);
  });

  it("would be found with one", () => {
    const page = join(folder, "index.html");
    writeFileSync(
      page,
      `${readFileSync(page, "utf8")}<a href="documents/none.html">none</a><a href="modules.html#none">none</a>`,
    );
    expect(broken(folder)).toEqual(["index.html: documents/none.html", "index.html: modules.html#none"]);
  });
});

describe("the public API", () => {
  it("has a docstring for every export, and no broken link", () => {
    const { status, said, json } = typedoc();
    expect({ status, said }, "is typedoc installed? npm ci").toEqual({ status: 0, said: "" });
    expect(exportsIn(json).length).toBeGreaterThan(90);
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
    write("typedoc.json", {
      extends: ours,
      entryPoints: ["index.ts"],
      tsconfig: "tsconfig.json",
      readme: "none",
      projectDocuments: [],
    });
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
