import { it } from "vitest";
import { environmentOf, problemOf, frozenLake } from "/work/main/test/problems.ts";
import { frameOf } from "/work/main/src/truth/moments/frame.ts";
import { trajectoryMoments } from "/work/main/src/truth/moments/recursion.ts";
import { countPaths } from "/work/main/src/truth/moments/paths.ts";
const run = (name: string, problem: any) => {
  const { environment, at, objective } = problem;
  at.solution.values; at.solution.occupancy;
  let t0 = performance.now();
  const frame = frameOf(environment.model, at, at.solution, objective);
  const tf = performance.now() - t0;
  if (!frame) return console.log(name, "no frame", tf);
  const V = at.solution.values;
  const out: string[] = [`frame ${tf.toFixed(0)} ms, vector numbers ${frame.support.offset[environment.states]}, passages ${frame.passages.next.length}`];
  for (const [label, form] of [
    ["to-go", { kind: "to-go", across: "independent" }],
    ["td", { kind: "gae", lambda: 0, across: "independent", values: () => V }],
    ["gae", { kind: "gae", lambda: 0.9, across: "independent", values: () => V }],
    ["total", { kind: "total", across: "independent" }],
    ["loo", { kind: "to-go", across: "leave-one-out" }],
    ["batch-mean", { kind: "to-go", across: "batch-mean" }],
    ["all-action", { kind: "all-action", across: "independent" }],
  ] as any) {
    t0 = performance.now();
    const m = trajectoryMoments(frame, form, "discounted")!;
    out.push(`${label} ${(performance.now() - t0).toFixed(0)} ms`);
  }
  t0 = performance.now();
  const c = countPaths(environment.model, at.probabilities, objective.horizon);
  out.push(`count ${c} ${(performance.now() - t0).toFixed(0)} ms`);
  console.log(name, out.join("; "));
};
it("timing", () => {
  run("lake4 T100", frozenLake());
  run("lake8 T200", problemOf(environmentOf("frozen-lake", { map: "8x8" } as any), "random", { discount: 0.99, horizon: 200 }));
  run("taxi T200", problemOf(environmentOf("taxi"), "random", { discount: 0.99, horizon: 200 }));
  run("taxi T400", problemOf(environmentOf("taxi"), "random", { discount: 0.99, horizon: 400 }));
  for (const [s, a] of [[100, 4], [200, 4], [400, 4], [200, 8], [800,4]])
    run(`garnet S${s} A${a} T100`, problemOf(environmentOf("garnet", { states: s, actions: a, branching: 3, seed: 4 }), "random", { discount: 0.99, horizon: 100 }));
  run(`garnet S200 A4 T200`, problemOf(environmentOf("garnet", { states: 200, actions: 4, branching: 3, seed: 4 }), "random", { discount: 0.99, horizon: 200 }));
}, 300000);
