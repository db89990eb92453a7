import { type Document, isMap, isSeq, LineCounter, parseDocument } from "yaml";

/** Levels of mappings and lists in each other: more than any study has, and few enough for everything that descends. */
const MAX_DEPTH = 100;

const tooDeep = () => new RangeError(`nested deeper than ${MAX_DEPTH} levels`);

/** Reads YAML as a document with its mistakes. @throws RangeError if it is nested too deeply */
export const yamlDocument = (text: string, lineCounter = new LineCounter()): Document.Parsed => {
  let document: Document.Parsed;
  try {
    document = parseDocument(text, { lineCounter, prettyErrors: false, logLevel: "error" });
  } catch (error) {
    throw error instanceof RangeError ? tooDeep() : error; // the stack was not enough
  }
  let level: readonly unknown[] = [document.contents];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw tooDeep();
    level = level.flatMap((node) =>
      isMap(node) ? node.items.flatMap(({ key, value }) => [key, value]) : isSeq(node) ? node.items : [],
    );
  }
  return document;
};

/** What a document without mistakes holds. @throws RangeError if aliases make it too deep, or too large */
export const yamlValue = (document: Document.Parsed): unknown => {
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    throw new RangeError(`not valid YAML: ${(error as Error).message}`); // too many aliases
  }
  if (isDeeper(value, MAX_DEPTH)) throw tooDeep();
  return value;
};

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === "object" &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));
