import { Worker } from "node:worker_threads";
import { stringify } from "csv-stringify/sync";
import { recordOf } from "../errors/error-record.ts";
import { csvText } from "../report/text/csv-text.ts";
import { type Answer, guardedAnswer, type Value } from "../store/guarded.ts";
import { explainDamage } from "../store/verify/explain-damage.ts";
import type { PlainValue, SqlMessage, SqlQuestion, SqlReply } from "../ui/ask.ts";

// The process that answers one query of the page and ends. Whoever asks kills it when its time is over.

const send = (message: SqlMessage, then = () => {}) => process.send?.(message, then);

const plain = (value: Value): PlainValue => (value instanceof Uint8Array ? { bytes: value.length } : value);

const asCsv = ({ columns, rows }: Answer): string =>
  stringify(
    [
      columns,
      ...rows.map((row) =>
        row.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value)),
      ),
    ],
    { cast: { string: csvText } },
  );

const reply = async ({ path, sql, format, limits }: SqlQuestion): Promise<SqlReply> => {
  try {
    const answer = guardedAnswer(path, sql, limits);
    const { columns, rows, more } = answer;
    return format === "csv"
      ? { csv: asCsv(answer), more }
      : { columns, rows: rows.map((row) => row.map(plain)), more };
  } catch (error) {
    return { error: recordOf(await explainDamage(error, [path])).message };
  }
};

process.once("message", (question: SqlQuestion) => {
  const watch = new Worker(new URL("./watch-memory.js", import.meta.url), { workerData: question.limits });
  watch.once("online", () =>
    send("begun", () => void reply(question).then((answer) => send(answer, () => process.exit(0)))),
  );
});
process.once("disconnect", () => process.exit(1));
send("ready");
