import { readdirSync, readFileSync } from "node:fs";
import { extname } from "node:path";
import { script, styleSheet } from "../report/appearance.ts";

export interface Asset {
  readonly type: string;
  readonly content: string;
}

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

const FOLDER = new URL("./browser/", import.meta.url);

/** The files that the page loads, by name: those of the folder `browser`, and those of the report. */
export const readAssets = (): ReadonlyMap<string, Asset> =>
  new Map([
    ["report.css", { type: TYPES[".css"], content: styleSheet() }],
    ["report.js", { type: TYPES[".js"], content: script() }],
    ...readdirSync(FOLDER)
      .filter((name) => extname(name) in TYPES)
      .map((name) => {
        const asset = { type: TYPES[extname(name)], content: readFileSync(new URL(name, FOLDER), "utf8") };
        return [name, asset] as const;
      }),
  ]);
