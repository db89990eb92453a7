import { chosen, onChange, showChoices } from "./choices.js";
import { byId, count, make, say, span, write } from "./elements.js";
import { showFigures } from "./figures.js";
import { sqlFold } from "./query.js";
import { showRuns, summaryOf, tick, underway } from "./runs.js";

// The page asks again and again whether the database has changed, and shows it again if it has. Drawing takes at
// most a third of the time, so that whoever writes the database keeps the processor.

const SOONEST = 1000; // milliseconds between two questions
const LATEST = 30_000;
const SHARE = 2; // pauses are at least so many times as long as the drawing

let shown = { words: undefined, tag: undefined, written: null };
let offset = 0; // of the server's clock, in milliseconds
let asking = null;
let timer = 0;
let pause = SOONEST;

const cellsFold = sqlFold();
byId("cells").after(cellsFold.element);

const now = () => Date.now() + offset;

const problem = (text) => {
  const box = byId("problem");
  box.hidden = text === "";
  say(box, text);
  byId("following").classList.toggle("lost", text !== "");
};

const showCells = ({ markup, sql }, words) => {
  const box = byId("cells");
  const folds = () => [...box.querySelectorAll("details")];
  const key = (fold) => fold.querySelector("summary").textContent.split(",").slice(0, 2).join();
  const before = new Map(folds().map((fold) => [key(fold), fold.open]));
  if (write(box, markup)) for (const fold of folds()) fold.open = before.get(key(fold)) ?? fold.open;
  byId("cells-csv").href = `/download/cells.csv?${words}`;
  byId("numbers").hidden = markup === "";
  cellsFold.show(sql);
};

/** What is left out and what is not there, folded away where it is much. */
const showNotes = (notes) => {
  const fold = byId("notes-fold");
  if (fold.hidden) fold.open = notes.length <= 2;
  fold.hidden = notes.length === 0;
  say(byId("notes-summary"), `${count(notes.length, "note")} on what is shown`);
  byId("notes").replaceChildren(...notes.map((note) => make("li", {}, note)));
};

const announce = (runs) => {
  if (shown.words !== undefined) say(byId("status"), summaryOf(runs, now()));
};

const show = ({ view, milliseconds }, words) => {
  pause = Math.min(LATEST, Math.max(SOONEST, SHARE * milliseconds));
  if (view === null) {
    say(byId("question"), "The database holds no study yet. It is shown here as soon as a study is run.");
    byId("numbers").hidden = true;
    return;
  }
  showChoices(view);
  say(byId("question"), view.question);
  write(byId("finding"), view.finding);
  showNotes(view.notes);
  showRuns(view.runs, now());
  showFigures(view, words, underway(now()));
  showCells(view.cells, words);
  announce(view.runs);
};

const follow = () => {
  const ago = `written ${span((now() - shown.written) / 1000)} ago`;
  const live = underway(now());
  byId("following").classList.toggle("live", live);
  if (!byId("problem").hidden) say(byId("following-text"), "Not following");
  else if (shown.written !== null)
    say(byId("following-text"), `${live ? "Following" : "Up to date"}, ${ago}`);
  tick(now());
};

const ask = async () => {
  clearTimeout(timer);
  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  const words = chosen();
  try {
    const known = shown.words === words && shown.tag ? { "If-None-Match": shown.tag } : {};
    const response = await fetch(`/api/view?${words}`, {
      headers: known,
      cache: "no-store",
      signal: mine.signal,
    }).catch(() => {
      throw new Error("The server does not answer; it may have been ended. Trying again …");
    });
    offset = Date.parse(response.headers.get("date")) + 500 - Date.now();
    if (Math.abs(offset) < 2000) offset = 0;
    if (response.status !== 304) {
      const reply = await response.json();
      if (!response.ok) throw new Error(reply.error);
      show(reply, words);
      shown = { words, tag: response.headers.get("etag"), written: reply.written };
    }
    problem("");
  } catch (error) {
    if (mine.signal.aborted) return;
    problem(error.message);
  }
  document.body.removeAttribute("aria-busy");
  document.body.classList.remove("fresh");
  follow();
  if (!document.hidden) timer = setTimeout(ask, pause);
};

onChange(() => {
  document.body.setAttribute("aria-busy", "true");
  ask();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) clearTimeout(timer);
  else ask();
});
setInterval(() => {
  if (!document.hidden) follow();
}, 1000);
ask();
