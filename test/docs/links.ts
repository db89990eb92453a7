import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const markdownIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !name.startsWith("api"))
    .map((name) => join(folder, name))
    .sort();

/** Pages that people read; those of the site, `docs/api`, are made of them. */
export const pages: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  ...markdownIn("docs"),
  ...markdownIn("experiments"),
];

/** A link of a page: the path as it is written, and the anchor behind `#`. */
export interface Link {
  readonly path: string;
  readonly anchor?: string;
}

const prose = (markdown: string): string =>
  markdown
    .replace(/^ *```[\s\S]*?^ *```$/gm, "")
    .replace(/`[^`\n]*`/g, (code) => (code.includes("](") ? "" : code));

/** All links of a page to files and headings; those to other hosts are left out. */
export const linksOf = (markdown: string): Link[] =>
  [...prose(markdown).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^\w+:/.test(target))
    .map((target) => {
      const [path, anchor] = target.split("#");
      return anchor === undefined ? { path } : { path, anchor };
    });

/** Anchors of the headings of a page, as GitHub makes them. */
export const anchorsOf = (markdown: string): Set<string> => {
  const seen = new Map<string, number>();
  const headings = [...markdown.replace(/^ *```[\s\S]*?^ *```$/gm, "").matchAll(/^#+ (.*)$/gm)];
  return new Set(
    headings.map(([, heading]) => {
      const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
      const slug = words.replace(/[^\p{L}\p{M}\p{N}_ -]/gu, "").replaceAll(" ", "-");
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    }),
  );
};

/** What is wrong with the links of a page. @param path of the page @param read the text of a page */
export const wrongLinks = (path: string, markdown: string): string[] =>
  linksOf(markdown).flatMap((link) => {
    const target = link.path === "" ? path : normalize(join(dirname(path), link.path));
    if (target !== path && !existsSync(target)) return [`${path}: there is no ${target}`];
    if (link.anchor === undefined) return [];
    if (target !== path && statSync(target).isDirectory())
      return [`${path}: a folder has no #${link.anchor}`];
    const text = target === path ? markdown : readFileSync(target, "utf8");
    return anchorsOf(text).has(link.anchor) ? [] : [`${path}: ${target} has no #${link.anchor}`];
  });
