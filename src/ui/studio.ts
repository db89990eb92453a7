import { Piscina } from "piscina";
import type { Row } from "../store/snapshot.ts";
import type { Download } from "./download.ts";
import type { DownloadQuestion, Drawn, Question } from "./drawing.ts";

/** Reads the database and draws it, beside the server. */
export interface Studio {
  /** @param state of the file: what was drawn in this state is not drawn again */
  view(words: string, state: string): Promise<Drawn>;
  download(words: string, name: string, format: "svg" | "csv"): Promise<Download | null>;
  schema(): Promise<readonly Row[]>;
  close(): Promise<void>;
}

const MOST_KEPT = 8; // views of different choices

/** A thread that reads the database at `path` and draws it. */
export const openStudio = (path: string): Studio => {
  const filename = new URL("./drawing.js", import.meta.url).href;
  const pool = new Piscina({
    filename,
    minThreads: 1,
    maxThreads: 1,
    idleTimeout: Number.POSITIVE_INFINITY,
    atomics: "disabled",
  });
  const kept = new Map<string, { readonly state: string; readonly drawn: Promise<Drawn> }>();
  const draw = (words: string): Promise<Drawn> =>
    pool.run({ path, words } satisfies Question, { name: "view" });
  return {
    view(words, state) {
      const known = kept.get(words);
      kept.delete(words);
      const drawn = known?.state === state ? known.drawn : draw(words);
      kept.set(words, { state, drawn });
      drawn.catch(() => kept.delete(words));
      for (const oldest of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(oldest);
      return drawn;
    },
    download: (words, name, format) =>
      pool.run({ path, words, name, format } satisfies DownloadQuestion, { name: "download" }),
    schema: () => pool.run({ path }, { name: "schema" }),
    close: () => pool.destroy(),
  };
};
