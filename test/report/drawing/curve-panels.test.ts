import { expect, test } from "vitest";
import { around, bandKeys, curvePanels } from "../../../src/report/drawing/curve-panels.ts";
import { agentSeries } from "../../../src/report/drawing/series.ts";

const series = [...agentSeries(["a", "b"]).values()];
const rows = ["a", "b"].flatMap((agent, i) =>
  [0, 1, 2].map((x) => ({ agent, x, y: 0.2 + 0.3 * i + 0.1 * x })),
);
const draw = (half: number) =>
  curvePanels(
    "title",
    rows,
    series,
    {
      ...{ x: "x", y: "y", width: 1, marked: (all) => all, say: () => "said" },
      interval: ({ y }) => around(Number(y), half),
      axes: { x: {}, y: { domain: [0, 1] } },
    },
    () => ({ description: "" }),
  );

test("bands that would hide what is drawn are shown on demand, and there is a key that asks for them", () => {
  const wide = draw(0.6);
  expect(wide[0].content).toMatch(/class="series a a0 asked"[^>]*aria-label="area"/);
  expect(wide[0].content).toMatch(/class="series a a0"[^>]*aria-label="line"/);
  expect(bandKeys(wide)).toEqual([{ mark: "pale", label: "bands, which are wide here", asked: true }]);
});

test("narrow bands are always seen", () => {
  const narrow = draw(0.05);
  expect(narrow[0].content).toMatch(/class="series a a0"[^>]*aria-label="area"/);
  expect(bandKeys(narrow)).toEqual([]);
});
