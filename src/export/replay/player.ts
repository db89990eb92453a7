/**
 * The script of a page that replays an episode: moves every path of a body, between two frames too, and tells the step. The
 * page has `played`, as `replayHtml` writes it.
 */
export const PLAYER = `{
const { seconds, frames, shifts, rewards } = JSON.parse(document.getElementById("played").textContent);
const [moved, button, slider, told] = ["moved", "play", "step", "told"].map((id) => document.getElementById(id));
const bodies = [...document.querySelectorAll(".body")];
const returns = [0];
for (const reward of rewards) returns.push(returns[returns.length - 1] + reward);
const last = frames.length - 1;
let place = 0; // in frames
let playing = !matchMedia("(prefers-reduced-motion: reduce)").matches;
let before;

const between = (rows, k) => {
  const i = Math.min(last, Math.floor(place));
  const next = rows[Math.min(last, i + 1)];
  return rows[i][k] + (place - i) * (next[k] - rows[i][k]);
};
const show = () => {
  const step = Math.min(last, Math.floor(place));
  for (const [b, body] of bodies.entries()) {
    const [x, y, angle] = [0, 1, 2].map((k) => between(frames, 3 * b + k));
    body.setAttribute("transform", \`translate(\${x} \${y}) rotate(\${angle})\`);
  }
  moved.setAttribute("transform", \`translate(\${between(shifts, 0)} \${between(shifts, 1)})\`);
  slider.value = step;
  told.textContent = \`step \${step} of \${last}, return so far \${String(Number(returns[step].toPrecision(4))).replace("-", "−")}\`;
  button.textContent = playing ? "Pause" : "Play";
};
const tick = (now) => {
  if (!playing) return;
  place = Math.min(last, place + Math.max(0, now - before) / 1000 / seconds); // a frame may have begun before the click
  before = now;
  playing = place < last;
  show();
  requestAnimationFrame(tick);
};
const play = () => {
  before = performance.now();
  requestAnimationFrame(tick);
};
button.addEventListener("click", () => {
  playing = !playing;
  if (playing && place >= last) place = 0;
  show();
  if (playing) play();
});
slider.addEventListener("input", () => {
  playing = false;
  place = Number(slider.value);
  show();
});
show();
if (playing) play();
}`;
