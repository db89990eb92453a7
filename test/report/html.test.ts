import { expect, test } from "vitest";
import { escapeText, html, Markup, nothing } from "../../src/report/html.ts";

test("text is escaped, in content and in attributes", () => {
  expect(escapeText(`<a href="x" title='y'>&amp;</a>`)).toBe(
    "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;",
  );
  expect(String(html`<p title="${'"><script>'}">${"<b>"}</p>`)).toBe(
    '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;</p>',
  );
});

test("markup goes in as it is, lists are joined, numbers are written out", () => {
  const items = ["a", "<"].map((each) => html`<li>${each}</li>`);
  expect(String(html`<ul>${items}</ul>${3}${nothing}${new Markup("<br>")}`)).toBe(
    "<ul><li>a</li><li>&lt;</li></ul>3<br>",
  );
});
