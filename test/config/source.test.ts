import { describe, expect, it } from "vitest";
import { parseSource } from "../../src/config/source.ts";
import { faultsOf } from "./frozen-lake.ts";

const mapping = "a study is a mapping with the keys name, environment, objective, …";
const nested = (letter: string) => `[${Array(9).fill(`*${letter}`).join(", ")}]`;

describe("the text of a study", () => {
  it.each([
    ["that is empty", "", [`study.yaml: is empty; ${mapping}`]],
    ["of comments only", "# later\n", [`study.yaml: is empty; ${mapping}`]],
    ["that is a list", "# mine\n- name: a\n", [`study.yaml:2: ${mapping}; this is a list`]],
    ["that is a word", "hello", [`study.yaml:1: ${mapping}; this is a single value`]],
    [
      "with a colon too many",
      "name: a\npolicy: softmax: 1\n",
      ["study.yaml:2: not valid YAML: Nested mappings are not allowed in compact mappings"],
    ],
    [
      "indented by a tab",
      "name: a\npolicy:\n\tkind: softmax\n",
      ["study.yaml:3: not valid YAML: Tabs are not allowed as indentation"],
    ],
    [
      "with a list that does not end, and says so once",
      "name: a\nseeds: [1, 2\nprobe: 3\npolicy: [4\n",
      [
        "study.yaml:3: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
      ],
    ],
    [
      "with keys given twice",
      "name: a\nname: b\nname: c\n",
      ["study.yaml:2: name is given twice", "study.yaml:3: name is given twice"],
    ],
    [
      "of two documents",
      "name: a\n---\nname: b\n",
      ["study.yaml:2: a second document starts here; a study is one document"],
    ],
    [
      "nested 3000 deep",
      `name: ${"[".repeat(3000)}${"]".repeat(3000)}`,
      ["study.yaml: nested deeper than 100 levels"],
    ],
    [
      "nested 300 deep by indentation",
      Array.from({ length: 300 }, (_, i) => `${" ".repeat(i)}a:\n`).join(""),
      ["study.yaml: nested deeper than 100 levels"],
    ],
    ["that holds itself", "name: &a [*a]\n", ["study.yaml:1: nested deeper than 100 levels"]],
    ["with an unknown tag", "name: !env NAME\n", ["study.yaml:1: not valid YAML: Unresolved tag: !env"]],
    ["with an alias of nothing", "name: a\nseeds: *s\n", ["study.yaml:2: no anchor &s before *s"]],
    [
      "whose aliases multiply without end",
      `a: &a ${nested("z")}\n`.replaceAll("*z", "1") +
        `b: &b ${nested("a")}\nc: &c ${nested("b")}\nd: &d ${nested("c")}\n`,
      ["study.yaml:1: not valid YAML: Excessive alias count indicates a resource exhaustion attack"],
    ],
  ])("%s is refused", (_, text, messages) => {
    expect(faultsOf(text)).toEqual(messages);
  });

  it("knows the lines of keys, of items and of what an alias stands for", () => {
    const { lineOf, value } = parseSource("# first\na: &x\n  b: 1\nc:\n  - 1\n  - d: *x\n", "study.yaml");
    expect(value).toEqual({ a: { b: 1 }, c: [1, { d: { b: 1 } }] });
    expect([["a"], ["a", "b"], ["c", 0], ["c", 1, "d"], ["c", 1, "d", "b"]].map(lineOf)).toEqual([
      2, 3, 5, 6, 3,
    ]);
  });

  it("places a missing key at its parent, and nothing inside a missing parent", () => {
    const { lineOf } = parseSource("a: 1\nc:\n  d: 1\n", "study.yaml");
    expect([["z"], ["c", "z"], ["z", "z"]].map(lineOf)).toEqual([1, 2, undefined]);
  });
});
