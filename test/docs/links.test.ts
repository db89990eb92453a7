import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { anchorsOf, linksOf, pages, wrongLinks } from "./links.ts";

describe("the links of the pages", () => {
  it.each(pages)("%s: all lead somewhere", (path) => {
    expect(wrongLinks(path, readFileSync(path, "utf8"))).toEqual([]);
  });

  it("would be found where a file or a heading is missing", () => {
    const page =
      "# One\n\n[a](nowhere.md) [b](#one) [c](#two) [d](concepts.md#sources) [e](concepts.md#nothing) `[f](no.md)`\n";
    expect(wrongLinks("docs/page.md", page)).toEqual([
      "docs/page.md: there is no docs/nowhere.md",
      "docs/page.md: docs/page.md has no #two",
      "docs/page.md: docs/concepts.md has no #nothing",
    ]);
  });

  it("knows the anchors that GitHub makes of headings", () => {
    const page =
      "# A `b.c`, d\n\n## Over replicates: one θ\n\n## linear\n\n```sh\n# no heading\n```\n\n## linear\n";
    expect([...anchorsOf(page)]).toEqual(["a-bc-d", "over-replicates-one-θ", "linear", "linear-1"]);
  });
});

it("every page of docs is in an index", () => {
  const listed = ["docs/README.md", "docs/decisions/README.md"].flatMap((index) =>
    linksOf(readFileSync(index, "utf8")).map(({ path }) => normalize(join(dirname(index), path))),
  );
  const written = pages.filter((path) => path.startsWith("docs/") && path !== "docs/README.md");
  expect(written.filter((path) => !listed.includes(path))).toEqual([]);
});

it("every study is in the list of studies", () => {
  const listed = readFileSync("docs/studies.md", "utf8");
  for (const study of pages.filter((path) => path.startsWith("experiments/")))
    expect(listed).toContain(`(../${study})`);
});

it("README is short", () => {
  expect(readFileSync("README.md", "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(110);
});
