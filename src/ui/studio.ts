import { Piscina } from "piscina";
import { errorOf } from "../errors/error-record.ts";
import type { Row } from "../store/snapshot.ts";
import type { Download } from "./download.ts";
import type { Answered, DownloadQuestion, Drawn, Question } from "./drawing.ts";
import { IMPORT_ONLY } from "./import-only.ts";

/** Reads the database and draws it, in a thread of its own. */
export interface Studio {
  /** @param state of the file: what was drawn in this state is not drawn again */
  view(words: string, state: string): Promise<Drawn>;
  download(words: string, name: string, format: "svg" | "csv"): Promise<Download | null>;
  schema(): Promise<readonly Row[]>;
  close(): Promise<void>;
}

const MAX_KEPT_VIEWS = 8; // views of different choices

/** A thread that reads the database at `path` and draws it. */
export const openStudio = (path: string): Studio => {
  const filename = new URL("./drawing.js", import.meta.url).href;
  const pool = new Piscina({
    filename,
    minThreads: 1,
    maxThreads: 1,
    idleTimeout: Number.POSITIVE_INFINITY,
    atomics: "disabled",
    execArgv: IMPORT_ONLY,
  });
  const kept = new Map<string, { readonly state: string; readonly drawn: Promise<Drawn> }>();
  const ask = async <T>(name: string, question: object): Promise<T> => {
    const answer: Answered<T> = await pool.run(question, { name });
    if ("error" in answer) throw errorOf(answer.error);
    return answer.value;
  };
  const draw = (words: string): Promise<Drawn> => ask("view", { path, words } satisfies Question);
  return {
    view(words, state) {
      const known = kept.get(words);
      kept.delete(words);
      const drawn = known?.state === state ? known.drawn : draw(words);
      kept.set(words, { state, drawn });
      drawn.catch(() => kept.delete(words));
      for (const oldest of [...kept.keys()].slice(0, -MAX_KEPT_VIEWS)) kept.delete(oldest);
      return drawn;
    },
    download: (words, name, format) =>
      ask("download", { path, words, name, format } satisfies DownloadQuestion),
    schema: () => ask("schema", { path }),
    close: () => pool.destroy(),
  };
};
