import { variables } from "../../report/drawing/palette.ts";
import { html, type Markup } from "../../report/html.ts";
import { count, formatNumber } from "../../report/text/format-number.ts";
import { type Drawing, WIDTH } from "./drawing.ts";
import type { Replay } from "./replay.ts";

const colors = (appearance: "light" | "dark"): string => {
  const all = variables(appearance);
  return ["page", "raised", "ink", "muted", "line", "accent", "s1", "s2"]
    .map((name) => `--${name}:${all.get(name)}`)
    .join(";");
};

/** Colors of a picture, light or dark as the reader's system is. */
export const PICTURE_STYLE = `
:root{color-scheme:light dark;${colors("light")}}
@media (prefers-color-scheme:dark){:root{${colors("dark")}}}
.body{stroke:var(--ink);stroke-width:1.5;stroke-linejoin:round;fill-opacity:0.85}
.ground,.goal,.grid{fill:none;stroke:var(--muted);stroke-width:1.5}
.grid{stroke:var(--line);stroke-width:1}
.goal{stroke:var(--accent);stroke-width:2;stroke-dasharray:6 4}
.label{fill:var(--muted);font:16px system-ui,sans-serif;text-anchor:middle}`;

/** Colors of a body's tone. */
const TONES = ["var(--muted)", "var(--s2)", "var(--s1)"];

/** What is in the picture before anything moves; `moving` is what each body's path holds. */
export const pictureMarkup = (
  { scene }: Replay,
  { outlines, lines, labels }: Drawing,
  moving: (body: number) => Markup,
): Markup => {
  const still = (["grid", "ground", "goal"] as const).flatMap((kind) =>
    lines[kind] === "" ? [] : html`<path class="${kind}" d="${lines[kind]}"/>`,
  );
  const words = labels.map(({ x, y, text }) => html`<text class="label" x="${x}" y="${y}">${text}</text>`);
  const bodies = outlines.map(
    (outline, i) =>
      html`<path class="body" fill="${TONES[scene.bodies[i].tone % TONES.length]}" d="${outline}">${moving(i)}</path>`,
  );
  return html`${still}${words}${bodies}`;
};

export const viewBox = ({ height }: Drawing): string => `0 0 ${WIDTH} ${height}`;

/** What is played, and how it went, in words. */
export const captionOf = ({ about, rewards, ended }: Replay): string => {
  const sum = rewards.reduce((all, each) => all + each, 0);
  return `${about}; ${count(rewards.length, "step")}, ${ended}, return ${formatNumber(sum, 4)}`;
};
