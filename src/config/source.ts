import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, visit } from "yaml";
import { ConfigError } from "../errors/config-error.ts";
import type { Path } from "../errors/study-path.ts";
import { yamlDocument, yamlValue } from "./read-yaml.ts";

/** The content of a study's file, and where in it things are. */
export interface Source {
  readonly value: Readonly<Record<string, unknown>>;
  /** Line of a key or item; that of its parent if it is missing; undefined if the parent is missing too. */
  lineOf(path: Path): number | undefined;
}

interface Mistake {
  readonly offset: number;
  readonly message: string;
}

const mistakes = (document: Document.Parsed, text: string): Mistake[] => {
  const found: Mistake[] = [];
  for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
    const [offset] = pos;
    if (code === "DUPLICATE_KEY") {
      const [key] = /^[^\s:,{}]+/.exec(text.slice(offset)) ?? ["a key"];
      found.push({ offset, message: `${key} is given twice` });
    } else if (code === "MULTIPLE_DOCS") {
      found.push({ offset, message: "a second document starts here; a study is one document" });
    } else if (!found.some((earlier) => earlier.message.startsWith("not valid YAML"))) {
      // only the first: what follows is mostly its echo
      found.push({ offset, message: `not valid YAML: ${message}` });
    }
  }
  if (found.length > 0) return found;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      found.push({
        offset: alias.range?.[0] ?? 0,
        message: `no anchor &${alias.source} before *${alias.source}`,
      });
    },
  });
  return found;
};

/** Reads YAML 1.2, and so JSON. @throws ConfigError if it is neither, or not a mapping */
export const parseSource = (text: string, origin: string): Source => {
  const lines = new LineCounter();
  let document: Document.Parsed;
  try {
    document = yamlDocument(text, lines);
  } catch (error) {
    throw new ConfigError([{ origin, path: [], message: (error as Error).message }]);
  }
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const refuse = (found: readonly Mistake[]) =>
    new ConfigError(
      found.map(({ offset, message }) => ({ origin, path: [], line: lineAt(offset), message })),
    );
  const found = mistakes(document, text);
  if (found.length > 0) throw refuse(found);

  const { contents } = document;
  const mapping = "a study is a mapping with the keys name, environment, objective, …";
  if (contents === null || (isScalar(contents) && contents.value === null))
    throw new ConfigError([{ origin, path: [], message: `is empty; ${mapping}` }]);
  const offset = contents.range[0];
  if (!isMap(contents))
    throw refuse([
      { offset, message: `${mapping}; this is ${isSeq(contents) ? "a list" : "a single value"}` },
    ]);

  let value: Record<string, unknown>;
  try {
    value = yamlValue(document) as Record<string, unknown>;
  } catch (error) {
    throw refuse([{ offset, message: (error as Error).message }]);
  }
  return { value, lineOf: (path) => lineOf(document, contents, path, lineAt) };
};

const lineOf = (
  document: Document.Parsed,
  root: Node,
  path: Path,
  lineAt: (offset: number) => number,
): number | undefined => {
  let node: unknown = root;
  let line = lineAt(root.range?.[0] ?? 0);
  for (const [i, step] of path.entries()) {
    const within = isAlias(node) ? node.resolve(document) : node;
    let place: unknown;
    if (isMap(within)) {
      const pair = within.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step));
      place = pair?.key;
      node = pair?.value;
    } else if (isSeq(within)) {
      place = node = within.items[Number(step)];
    }
    const range = (place as Node | undefined)?.range;
    if (!range) return i === path.length - 1 ? line : undefined;
    line = lineAt(range[0]);
  }
  return line;
};
