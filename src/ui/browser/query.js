import { byId, count, make, say } from "./elements.js";

const statement = byId("statement");
const summary = byId("answer-summary");
const answer = byId("answer");
let running = null;

const post = async (format) => {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  byId("stop").disabled = false;
  summary.classList.remove("wrong");
  say(summary, "Running …");
  const start = performance.now();
  try {
    const response = await fetch("/api/sql", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ sql: statement.value, format }),
      signal: mine.signal,
    });
    const reply = await response.json();
    if (reply.error !== undefined) throw new Error(reply.error);
    return { ...reply, seconds: (performance.now() - start) / 1000 };
  } catch (error) {
    if (running !== mine && mine.signal.aborted) return undefined; // another one runs by now
    const stopped = error.name === "AbortError";
    const lost = error instanceof TypeError;
    summary.classList.toggle("wrong", !stopped);
    say(summary, stopped ? "Stopped." : lost ? "The server does not answer." : error.message);
    answer.hidden = true;
    return undefined;
  } finally {
    if (running === mine) {
      running = null;
      byId("stop").disabled = true;
    }
  }
};

const show = (value) => {
  if (value === null) return "NULL";
  if (typeof value === "object") return `${count(value.bytes, "byte")}`;
  if (typeof value !== "number" || Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  return size < 1e-3 || size >= 1e6 ? value.toExponential(4) : String(Number(value.toPrecision(6)));
};

const cellOf = (value) => {
  const text = show(value);
  const kind = value === null || typeof value === "object" ? "none" : typeof value === "number" ? "" : "text";
  const cell = make("td", { className: kind, title: typeof value === "number" ? String(value) : "" }, text);
  if (kind !== "none") cell.dataset.value = typeof value === "number" ? value : "none"; // texts are sorted as texts
  return cell;
};

const ask = async () => {
  const reply = await post("json");
  if (reply === undefined) return;
  const { columns, rows, more, seconds } = reply;
  const known = `${count(rows.length, "row")}${more ? "; there are more: download them as CSV, or use LIMIT" : ""}`;
  say(summary, `${known} (${seconds.toFixed(2)} s)`);
  const isText = (i) => rows.some((row) => typeof row[i] === "string");
  const heads = columns.map((name, i) =>
    make(
      "th",
      { scope: "col", className: isText(i) ? "text" : "" },
      make("button", { type: "button", className: "sort" }, name),
    ),
  );
  answer.replaceChildren(
    make(
      "table",
      {},
      make("thead", {}, make("tr", {}, ...heads)),
      make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map(cellOf)))),
    ),
  );
  answer.hidden = false;
  answer.scrollTo(0, 0);
};

const save = async () => {
  const reply = await post("csv");
  if (reply === undefined) return;
  const address = URL.createObjectURL(new Blob([reply.csv], { type: "text/csv" }));
  make("a", { href: address, download: "query.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  say(summary, reply.more ? "Saved as far as the limits allow; there are more rows." : "Saved.");
};

/** Puts a query into the box and runs it. */
const fill = (sql) => {
  statement.value = sql;
  byId("sql").scrollIntoView({ block: "start" });
  statement.focus({ preventScroll: true });
  ask();
};

/** The SQL of something that is shown, folded away, with a button that puts it into the box. */
export const sqlFold = () => {
  const text = make("pre", { tabIndex: 0 });
  const run = make("button", { type: "button" }, "Run it below");
  run.addEventListener("click", () => fill(text.textContent));
  const element = make(
    "details",
    {},
    make("summary", {}, "SQL"),
    text,
    make("p", { className: "buttons" }, run),
  );
  return { element, show: (sql) => say(text, sql) };
};

byId("query").addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
byId("save").addEventListener("click", save);
byId("stop").addEventListener("click", () => running?.abort());
byId("examples").addEventListener("change", ({ target }) => {
  if (target.value !== "") statement.value = target.value;
  target.value = "";
});
statement.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  ask();
});

byId("schema").addEventListener(
  "toggle",
  async () => {
    const definitions = byId("definitions");
    try {
      const response = await fetch("/api/schema");
      const found = await response.json();
      if (found.error !== undefined) throw new Error(found.error);
      definitions.replaceChildren(
        ...found.map(({ type, name, sql }) =>
          make("details", {}, make("summary", {}, `${name} (${type})`), make("pre", { tabIndex: 0 }, sql)),
        ),
      );
    } catch (error) {
      say(definitions, `They cannot be read: ${error.message}`);
    }
  },
  { once: true },
);
