import { html, Markup, nothing, scriptElement } from "../../report/html.ts";
import { drawingOf } from "./drawing.ts";
import { captionOf, PICTURE_STYLE, pictureMarkup, viewBox } from "./picture.ts";
import { PLAYER } from "./player.ts";
import type { Replay } from "./replay.ts";

const STYLE = `
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:1rem}
h1{font-size:1.4rem;margin:0}
p{margin:0.25rem 0 1rem;color:var(--muted)}
#picture{display:block;width:100%;max-height:70vh;background:var(--raised);border:1px solid var(--line);border-radius:6px}
.controls{display:flex;gap:0.75rem;align-items:center;margin-top:0.75rem}
button{font:inherit;min-width:5rem;padding:0.4rem 0.8rem;color:var(--ink);background:var(--raised);border:1px solid var(--line);border-radius:6px;cursor:pointer}
input{flex:1;min-width:0;accent-color:var(--accent)}
output{display:block;margin-top:0.5rem;color:var(--muted);font-variant-numeric:tabular-nums}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}`;

/** A replay as a page of its own, with a button and a slider; it stands still at first where the reader wants no motion. */
export const replayHtml = (replay: Replay): string => {
  const { scene, places, rewards, title } = replay;
  const { frames, shifts, ...still } = drawingOf(scene, places);
  const drawing = { frames, shifts, ...still };
  const steps = rewards.length;
  const played = { seconds: scene.seconds, frames, shifts, rewards: [...rewards] };
  const style = new Markup(`<style>${PICTURE_STYLE}${STYLE}</style>`);
  const page = html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title} · trueslope</title>${style}</head>
<body><main><h1>${title}</h1><p>${captionOf(replay)}</p>
<svg id="picture" viewBox="${viewBox(drawing)}" role="img" aria-label="an episode of ${title}"><g id="moved">${pictureMarkup(replay, drawing, () => nothing)}</g></svg>
<div class="controls"><button type="button" id="play">Pause</button><input type="range" id="step" min="0" max="${steps}" value="0" aria-label="Step"></div>
<output id="told" for="step"></output></main>
${scriptElement(JSON.stringify(played), ' type="application/json" id="played"')}
${scriptElement(PLAYER)}</body></html>`;
  return `<!doctype html>\n${page}\n`;
};
