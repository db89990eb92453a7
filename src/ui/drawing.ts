import { type ErrorRecord, recordOf } from "../errors/error-record.ts";
import { LiveReader } from "../store/live.ts";
import type { Row } from "../store/snapshot.ts";
import { explainDamage } from "../store/verify/explain-damage.ts";
import { type Choice, choiceOf } from "./choice.ts";
import { type Download, downloadOf } from "./download.ts";
import { drawer } from "./figure-part.ts";
import { studiesOf, type View, viewOf } from "./view.ts";

/** What the thread that reads and draws is asked. */
export interface Question {
  /** The database. */
  readonly path: string;
  /** The choice, as the query of a URL. */
  readonly words: string;
}

export interface DownloadQuestion extends Question {
  readonly name: string;
  readonly format: "svg" | "csv";
}

const readers = new Map<string, LiveReader>();
const draw = drawer();

const read = <T>(
  path: string,
  choice: Choice,
  use: Parameters<typeof LiveReader.prototype.read<T>>[1],
): T => {
  const reader = readers.get(path) ?? new LiveReader(path);
  readers.set(path, reader);
  return reader.read((query) => studiesOf(query, choice), use);
};

/** What the page shows, null if the database holds nothing yet, and the time that it took. */
export interface Drawn {
  readonly view: View | null;
  readonly milliseconds: number;
}

/** What a thread answers: a value, or why there is none. */
export type Answered<T> = { readonly value: T } | { readonly error: ErrorRecord };

/** Has `work` answer; what goes wrong while a damaged database is read is told as damage. */
const answering =
  <Q extends { readonly path: string }, T>(work: (question: Q) => T) =>
  async (question: Q): Promise<Answered<T>> => {
    try {
      return { value: work(question) };
    } catch (error) {
      return { error: recordOf(await explainDamage(error, [question.path])) };
    }
  };

export const view = answering(({ path, words }: Question): Drawn => {
  const start = performance.now();
  const choice = choiceOf(new URLSearchParams(words));
  const shown = read(path, choice, (query) => viewOf(query, choice, draw) ?? null);
  return { view: shown, milliseconds: performance.now() - start };
});

export const download = answering(({ path, words, name, format }: DownloadQuestion): Download | null => {
  const choice = choiceOf(new URLSearchParams(words));
  return read(path, choice, (query) => downloadOf(query, choice, name, format) ?? null);
});

/** The definitions of all tables and views, which tell what every column is. */
export const schema = answering(({ path }: Pick<Question, "path">): readonly Row[] =>
  new LiveReader(path).read(
    () => [],
    (query) =>
      query(
        "SELECT type, name, sql FROM main.sqlite_schema WHERE type IN ('table', 'view') ORDER BY type = 'table', rowid",
      ),
  ),
);
