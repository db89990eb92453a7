import { html, Markup } from "../../report/html.ts";
import { type Drawing, drawingOf } from "./drawing.ts";
import { captionOf, PICTURE_STYLE, pictureMarkup, viewBox } from "./picture.ts";
import type { Replay } from "./replay.ts";

/** A replay as a picture that moves by itself, over and over (SMIL), in the time that the environment takes. */
export const replaySvg = (replay: Replay): string => {
  const { scene, places, title } = replay;
  const drawing = drawingOf(scene, places);
  const seconds = Math.max(1, places.length - 1) * scene.seconds;
  const animated = (type: "translate" | "rotate", values: readonly string[], more = "") =>
    html`<animateTransform attributeName="transform" type="${type}" dur="${Number(seconds.toFixed(3))}s" repeatCount="indefinite"${new Markup(more)} values="${values.join(";")}"/>`;
  const moving = (body: number) =>
    html`${animated("translate", positionsOf(drawing, body))}${animated("rotate", anglesOf(drawing, body), ' additive="sum"')}`;
  const shifted = drawing.shifts.map((shift) => shift.join(" "));
  const picture = html`<g>${scene.follows === "nothing" ? "" : animated("translate", shifted)}${pictureMarkup(replay, drawing, moving)}</g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox(drawing)}" role="img"><title>${html`${title}`}</title><desc>${html`${captionOf(replay)}`}</desc><style>${PICTURE_STYLE}</style><rect width="100%" height="100%" fill="var(--page)"/>${picture}</svg>\n`;
};

const positionsOf = ({ frames }: Drawing, body: number): string[] =>
  frames.map((frame) => `${frame[3 * body]} ${frame[3 * body + 1]}`);

const anglesOf = ({ frames }: Drawing, body: number): string[] =>
  frames.map((frame) => `${frame[3 * body + 2]}`);
