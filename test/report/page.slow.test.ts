import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, test } from "vitest";
import { figures } from "../../src/report/figures/index.ts";
import { readFinding } from "../../src/report/finding/read-finding.ts";
import { reportPage } from "../../src/report/page.ts";
import { selections } from "../../src/report/selection.ts";
import { openReader, openStore } from "../../src/store/open.ts";
import { queryRows } from "../../src/store/query.ts";
import { readSnapshot } from "../../src/store/snapshot.ts";
import { database, scratch, study } from "./database.ts";

const folder = scratch();
const pageOf = (path: string): string => readSnapshot(path, (query) => reportPage(query, "test.db"));
const HOSTILE = `</script><script>alert(1)</script>"'><img src=x onerror=alert(2)> & ''; DROP TABLE run --`;

/** Figures that need what this study has not: a diagnostic, five seeds, other studies, a language. */
const ABSENT = ["pairs", "evaluation", "updates", "landscape", "profile", "vary", "tokens"];

let path: string;
let page: string;

beforeAll(() => {
  path = database(folder, "page.db", [study()]);
  page = pageOf(path);
});

// biome-ignore lint/suspicious/noExplicitAny: the DOM has no types here
type Element = any;
const documentOf = (markup: string): Element => parseHTML(markup).document;
const all = (root: Element, selector: string): Element[] => [...root.querySelectorAll(selector)];

describe("the page", () => {
  test("needs nothing but itself", () => {
    expect(page).not.toMatch(/https?:|\/\/[a-z]|@import|url\((?!#)/i);
    expect(all(documentOf(page), "[src], link:not([rel=icon]), iframe, object, embed")).toHaveLength(0);
  });

  test("is the same for the same database", () => {
    expect(pageOf(path)).toBe(page);
  });

  test("begins with what was found, and one panel of the probe that it was found at", () => {
    const opening = documentOf(page).querySelector(".opening");
    const { probe, sentences } = readSnapshot(path, (query) => readFinding(query, selections(query)[0]));
    expect(documentOf(page).querySelector(".result").textContent).toBe(sentences[0]);
    const of = (root: string) => all(opening, `${root} .panel-title`).map(({ textContent }) => textContent);
    expect(of("figure")).toEqual([`${probe?.agent}, iteration ${probe?.iteration}`]);
    expect(of(".others").length).toBeGreaterThan(0);
    expect(of(".others")).not.toContain(of("figure")[0]);
  });

  test("has every figure, each with its title, its SQL and an alternative in words", () => {
    const document = documentOf(page);
    readSnapshot(path, (query) => {
      const [selection] = selections(query);
      for (const { name, title, sql } of figures) {
        const section = document.getElementById(`x0-${name}`);
        if (ABSENT.includes(name)) {
          expect(section).toBeNull();
          continue;
        }
        expect(section.querySelector("h3").textContent).toBe(title);
        expect(section.querySelector("pre").textContent).toBe(sql(selection));
        for (const svg of all(section, "svg[role=img]"))
          for (const id of svg.getAttribute("aria-labelledby").split(" "))
            expect(document.getElementById(id).textContent).not.toBe("");
      }
    });
    const ids = all(document, "[id]").map((element) => element.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const link of all(document, "nav a")) expect(ids).toContain(link.getAttribute("href").slice(1));
  });

  test("gives SQL that runs as it stands, apart from the page", () => {
    const reader = openReader(path);
    const queries = all(documentOf(page), "pre")
      .map((pre) => pre.textContent as string)
      .filter((text) => text.startsWith("/*"));
    expect(queries).toHaveLength(figures.length - ABSENT.length + 2); // and the cells and the provenance
    for (const sql of queries) expect(queryRows(reader, sql).length).toBeGreaterThan(0);
    reader.close();
  });

  test("has a language, a title, one first heading and none skipped", () => {
    const document = documentOf(page);
    expect(document.documentElement.getAttribute("lang")).toBe("en");
    expect(document.title).toContain("small");
    const levels = all(document, "h1, h2, h3, h4").map(({ tagName }) => Number(tagName[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, i) => {
      expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
    });
  });

  test("shows every cell, with the numbers of the view", () => {
    const reader = openReader(path);
    const cells = queryRows(reader, "SELECT * FROM estimator_over_seeds");
    reader.close();
    expect(all(documentOf(page), "#x0-cells tbody tr")).toHaveLength(cells.length);
    const alignment = ({ mean_cosine, mean_cosine_se, no_alignment }: (typeof cells)[number]) =>
      mean_cosine === null
        ? no_alignment
        : [mean_cosine, mean_cosine_se].map((x) => Number(x).toFixed(3).replace("-", "−")).join(" ± ");
    for (const cell of cells) expect(page).toContain(`>${alignment(cell)}</td>`);
    expect(cells.filter(({ no_alignment }) => no_alignment === "the estimate is 0")).not.toEqual([]);
  });

  test("tells where the numbers come from", () => {
    const text = documentOf(page).getElementById("x0-provenance").textContent;
    for (const fact of ["6 done", "0.1.0", "v20.0.0", "0123abc with uncommitted changes"])
      expect(text).toContain(fact);
    expect(text).toContain("learningRate: 0.5");
  });
});

test("names from the database are text, whatever they hold", () => {
  const hostile = study({ seeds: [0] });
  const own = database(folder, "hostile.db", [
    {
      ...hostile,
      name: HOSTILE,
      agents: [{ ...hostile.agents[0], name: HOSTILE }],
      probe: { ...hostile.probe, estimators: [{ ...hostile.probe?.estimators[0], name: HOSTILE }] },
    } as never,
  ]);
  const markup = pageOf(own);
  const document = documentOf(markup);
  expect(all(document, "script")).toHaveLength(1);
  expect(all(document, "img")).toHaveLength(0);
  expect(all(document, "[onerror]")).toHaveLength(0);
  expect(document.querySelector("h1").textContent).toBe(HOSTILE);
  expect(all(document, "[data-series]").some(({ textContent }) => textContent === HOSTILE)).toBe(true);
  expect(all(document, "figure").length).toBe(figures.length - [...ABSENT, "final"].length); // of one agent
  const reader = openReader(own);
  for (const pre of all(document, "pre").filter(({ textContent }) => textContent.startsWith("/*")))
    expect(queryRows(reader, pre.textContent).length).toBeGreaterThan(0);
  reader.close();
});

test("a database without a study says so", () => {
  const own = `${folder}/empty.db`;
  openStore(own, "0.1.0").close();
  const document = documentOf(pageOf(own));
  expect(document.querySelector("h1").textContent).toBe("test.db");
  expect(document.body.textContent).toContain("holds no study yet");
  expect(all(document, "figure")).toHaveLength(0);
});

test("a study in progress shows what there is, and says what is missing", () => {
  const own = database(folder, "begun.db", [study()], { done: 1, begun: true });
  const document = documentOf(pageOf(own));
  const notice = document.querySelector("[role=note]").textContent;
  expect(notice).toContain("Not all runs are done: 1 run done, 1 run running and 4 runs queued");
  expect(document.getElementById("x0-alignment")).not.toBeNull();
  expect(document.getElementById("x0-learning")).not.toBeNull();
});

test("a study of which nothing is done yet, or without estimates, is no empty panel", () => {
  const queued = documentOf(pageOf(database(folder, "queued.db", [study()], { done: 0 })));
  expect(all(queued, "figure")).toHaveLength(0);
  expect(queued.body.textContent).toContain("Nothing to draw yet");
  const unprobed = documentOf(
    pageOf(database(folder, "unprobed.db", [study({ probe: undefined, seeds: [0] })])),
  );
  expect(all(unprobed, "figure")).toHaveLength(1);
  expect(unprobed.getElementById("x0-learning")).not.toBeNull();
  for (const { body } of [queued, unprobed])
    expect(
      [...body.children]
        .filter(({ tagName }) => tagName !== "SCRIPT")
        .map(({ textContent }) => textContent)
        .join(),
    ).not.toMatch(/NaN|undefined|Infinity/);
});

test("several studies have a section each", () => {
  const own = database(folder, "two.db", [study({ seeds: [0] }), study({ name: "other", seeds: [0] })]);
  const document = documentOf(pageOf(own));
  expect(all(document, "h2").map(({ textContent }) => textContent)).toEqual(["small", "other"]);
  expect(document.getElementById("x1-alignment")).not.toBeNull();
});
