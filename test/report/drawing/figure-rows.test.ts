import { expect, test } from "vitest";
import { folded, inRows, othersText } from "../../../src/report/drawing/figure-rows.ts";
import type { Panel } from "../../../src/report/figure.ts";
import type { Probe } from "../../../src/report/selection.ts";

const [first, last, other]: Probe[] = [
  { agent: "a", iteration: 0 },
  { agent: "a", iteration: 9 },
  { agent: "b", iteration: 9 },
];
const panel = (title: string, probe?: Probe): Panel => ({
  ...{ title, description: "", width: 440, height: 300, content: "", scale: () => undefined },
  ...(probe && { probe }),
});
const titles = (panels: readonly Panel[]) => panels.map(({ title }) => title);

test("of more panels than are seen at once, those of the probe that the finding is of are, and what is of none", () => {
  const panels = [panel("1", first), panel("2", last), panel("3", other), panel("4")];
  const { shown, others } = folded(panels, { agent: "a", iteration: 9 }, 1);
  expect([titles(shown), titles(others)]).toEqual([
    ["2", "4"],
    ["1", "3"],
  ]);
  expect(othersText(others)).toBe("At 2 other probes");
  expect(othersText([panel("1", first), panel("5", { ...first })])).toBe("At 1 other probe");
});

test("as many panels as fit are all seen, and where the finding is of no probe among them", () => {
  const panels = [panel("1", first), panel("2", last)];
  expect(folded(panels, last)).toEqual({ shown: panels, others: [] });
  expect(folded(panels, other, 1)).toEqual({ shown: panels, others: [] });
  expect(folded(panels, undefined, 1)).toEqual({ shown: panels, others: [] });
});

test("a figure that fills a row comes before the next that does not fit", () => {
  expect(inRows([1, 3, 2, 1], (n) => n)).toEqual([1, 2, 3, 1]);
});
