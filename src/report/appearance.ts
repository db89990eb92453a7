import { variables } from "./drawing/palette.ts";

const colors = (appearance: "light" | "dark"): string =>
  [...variables(appearance)].map(([name, color]) => `--${name}:${color}`).join(";");

/** The style sheet of a report: light or dark as the reader's system is, from a phone's width up, and on paper. */
export const styleSheet = (): string => `
:root{color-scheme:light dark;${colors("light")}}
@media (prefers-color-scheme:dark){:root{${colors("dark")}}}
@media print{:root{color-scheme:light;${colors("light")}}}
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:1320px;margin:0 auto;padding:0 clamp(1rem,3vw,2.5rem)}
header{padding-top:clamp(1.5rem,4vw,3rem)}
footer{padding-top:2rem;padding-bottom:3rem;color:var(--muted);font-size:.875rem}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;z-index:2;background:var(--page);padding:.5rem 1rem}
.kicker{margin:0;color:var(--muted);font-size:.875rem;letter-spacing:.02em}
h1{font-size:clamp(1.7rem,1.2rem + 2vw,2.6rem);line-height:1.15;margin:.2rem 0 .6rem;letter-spacing:-.015em}
h2{font-size:clamp(1.3rem,1.1rem + .8vw,1.6rem);line-height:1.2;margin:0 0 .4rem;letter-spacing:-.01em}
h3{font-size:1.2rem;line-height:1.3;margin:0 0 .3rem}
h4{font-size:1rem;margin:1.5rem 0 .5rem}
p{margin:0 0 .6rem;max-width:78ch}
.question{font-size:clamp(1.05rem,1rem + .4vw,1.25rem);color:var(--ink);margin-bottom:1rem}
.notice{border-left:4px solid var(--s2);background:var(--raised);padding:.6rem 1rem;margin:1rem 0;max-width:none}
.notice ul{margin:.3rem 0 0;padding-left:1.2rem}
nav ul{display:flex;flex-wrap:wrap;gap:.4rem;list-style:none;margin:1rem 0 0;padding:0}
nav a{display:inline-block;padding:.25rem .7rem;border:1px solid var(--line);border-radius:999px;text-decoration:none;font-size:.875rem}
nav a:hover{border-color:var(--accent)}
dl{display:grid;grid-template-columns:minmax(6.5rem,max-content) 1fr;gap:.3rem 1.2rem;margin:1rem 0}
dt{color:var(--muted)}
dd{margin:0;grid-column:2}
@media (max-width:560px){dl{grid-template-columns:1fr;gap:.1rem}dt{margin-top:.5rem;font-size:.875rem}dd{grid-column:1}}
.study{padding-top:1.6rem}
.study + .study{border-top:2px solid var(--line);margin-top:2.5rem}
.figures{display:grid;grid-template-columns:minmax(0,1fr);gap:2.6rem 2.4rem;margin-top:2rem}
figure{margin:0}
.figure{min-width:0}
.hint{color:var(--muted);font-size:.875rem;margin:1rem 0 0}
@media (min-width:820px){.figures{grid-template-columns:repeat(2,minmax(0,1fr))}.wide{grid-column:1/-1}}
@media (min-width:1240px){.figures{grid-template-columns:repeat(3,minmax(0,1fr))}}
.reading{color:var(--muted);font-size:.9375rem}
.finding{font-size:.9375rem;margin:.2rem 0}
.panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,calc(var(--w)*.82px)),1fr));gap:1.2rem 1.6rem;margin:.6rem 0}
.panel{min-width:0;max-width:calc(var(--w)*1.18px)}
.panel-title span{display:block;font-weight:400;color:var(--muted);font-size:.8125rem}
.panel-title{font-weight:600;font-size:.9375rem;margin:0 0 .2rem;line-height:1.35}
.panel svg{display:block;width:100%;height:auto;overflow:visible}
.panel text{white-space:pre}
.panel.alone{grid-column:1/-1;max-width:420px;width:100%}
.legend{display:flex;flex-wrap:wrap;gap:.15rem .3rem;list-style:none;margin:.5rem 0;padding:0}
.legend .key,.legend button{display:inline-flex;align-items:center;gap:.4rem;font:inherit;font-size:.875rem;color:inherit;background:none;border:1px solid transparent;border-radius:6px;padding:.15rem .45rem;min-height:28px;cursor:pointer;text-align:left}
.legend .key{cursor:default;color:var(--muted)}
.legend button:hover{background:var(--raised)}
.legend button[aria-pressed=true]{background:var(--raised);border-color:var(--line);font-weight:600}
.legend svg{flex:none;width:30px;height:14px}
.dim-e .series.e:not(.lit),.dim-a .series.a:not(.lit){opacity:.1}
.part{margin-top:2.8rem}
details{margin:.4rem 0}
summary{cursor:pointer;color:var(--accent);font-size:.9375rem;padding:.2rem 0}
.code{position:relative}
pre{background:var(--raised);border:1px solid var(--line);border-radius:6px;padding:.8rem 1rem;overflow-x:auto;font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;margin:.4rem 0;max-height:32rem;overflow-wrap:normal}
.copy{position:absolute;top:.5rem;right:.5rem;font:inherit;font-size:.8125rem;padding:.2rem .7rem;min-height:28px;border:1px solid var(--line);border-radius:6px;background:var(--page);color:var(--ink);cursor:pointer}
.copy:hover{border-color:var(--accent)}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:6px}
table{overflow-wrap:normal;border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums;width:100%}
th,td{padding:.28rem .7rem;text-align:right;white-space:nowrap}
th{font-weight:600}
thead th{white-space:normal;border-bottom:1px solid var(--line);color:var(--muted);vertical-align:bottom}
tbody{border-bottom:1px solid var(--line)}
tbody:last-child{border-bottom:0}
tbody th{white-space:normal;min-width:7rem;max-width:14rem;overflow-wrap:anywhere}
tbody th,thead th:first-child{text-align:left;vertical-align:top;position:sticky;left:0;background:var(--page)}
.status{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media print{
body{font-size:11pt}
header,main,footer{max-width:none;padding:0}
nav,.copy,.skip,.hint,.code,.figure details{display:none}
.figures{display:block}
.figure{margin-bottom:1.5rem}
.panel,.finding,tbody{break-inside:avoid}
h2,h3{break-after:avoid}
.series.series.series{opacity:1}
.scroll{overflow:visible;border:0}
table{font-size:7.5pt}
th,td{padding:.15rem .3rem}
tbody th{min-width:0}
pre{max-height:none;white-space:pre-wrap}
}`;

/** Copies what a button stands beside, and brings out the series of a legend in all figures of its study. */
export const script = `
const say = (text) => { document.getElementById("status").textContent = text; };
const copy = async (button) => {
  const code = button.parentElement.querySelector("pre");
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = "Copied";
    say("Copied");
  } catch {
    getSelection().selectAllChildren(code);
    button.textContent = "Selected";
    say("Selected; copy it with the keyboard");
  }
  setTimeout(() => { button.textContent = "Copy"; }, 2000);
};
const light = (button) => {
  const study = button.closest(".study");
  const key = button.dataset.series;
  const on = button.getAttribute("aria-pressed") !== "true";
  for (const each of study.querySelectorAll('[data-series="' + key + '"]')) each.setAttribute("aria-pressed", on);
  for (const each of study.querySelectorAll(".series." + key)) each.classList.toggle("lit", on);
  const kind = key[0];
  study.classList.toggle("dim-" + kind, study.querySelector('[aria-pressed="true"][data-series^="' + kind + '"]') !== null);
};
addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button?.classList.contains("copy")) copy(button);
  else if (button?.dataset.series) light(button);
});`;
