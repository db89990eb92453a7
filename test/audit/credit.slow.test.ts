import { describe, expect, it } from "vitest";
import { type Audit, audit } from "../../src/audit/audit.ts";
import type { AuditBatch } from "../../src/audit/batch.ts";
import type { Subject } from "../../src/audit/subject.ts";
import {
  actorCritic,
  advantages,
  entropySlope,
  exam,
  grouped,
  minibatched,
  type Style,
  scaled,
  standard,
  toGo,
  type Weigh,
  weighting,
} from "./planted.ts";

const of = (subject: Subject): Audit => audit(subject, exam);
const byWeights = (weigh: Weigh): Audit => of(weighting(weigh));
const faultsOf = ({ findings }: Audit): string[] =>
  findings.filter(({ kind }) => kind === "fault").map(({ fact }) => fact);
const textsOf = ({ findings }: Audit): string => findings.map(({ text }) => text).join("\n");

const plus = (subject: Subject, more: (theta: Float64Array) => Float64Array): Subject => ({
  ...subject,
  ask(batch, theta, seed) {
    const added = more(theta);
    return subject.ask(batch, theta, seed).map((each, j) => each + added[j]);
  },
});

describe("code that is right", () => {
  it.each<[string, Weigh, string[]]>([
    [
      "REINFORCE with rewards to go and γᵗ",
      (batch) => scaled(batch, toGo(batch), { discounted: true }),
      ["a later reward counts 0.8 per step: γ", "counts γᵗ, as in ∇J", "a mean over trajectories"],
    ],
    [
      "A2C: GAE, no γᵗ, mean over steps",
      actorCritic({ average: "steps" }),
      [
        "λ = 0.95",
        "γᵗ is dropped",
        "a mean over all steps",
        "goes on with V of its last state",
        "subtracted as a baseline",
      ],
    ],
    [
      "GAE that takes a cut-off as an end",
      actorCritic({ bootstrap: false, discounted: true }),
      ["is taken as ended"],
    ],
    ["one-step TD errors", actorCritic({ lambda: 0 }), ["λ = 0"]],
    [
      "A2C with normalized advantages",
      (batch) => scaled(batch, standard(advantages(batch, {})), { average: "steps" }),
      ["over all steps of the batch (of the sample)", "λ = 0.95", "a mean over all steps"],
    ],
    [
      "GRPO with a mean over all tokens",
      grouped({ deviation: true, piece: 8 }),
      ["over the trajectories of each group"],
    ],
    [
      "GRPO with a mean over each answer",
      grouped({ deviation: true, piece: 1 }),
      ["of each trajectory, then over trajectories"],
    ],
    ["Dr. GRPO", grouped({}), ["of its group, is subtracted", "it is of J with γ = 1"]],
    ["RLOO", grouped({ leaveOneOut: true }), ["a sum over steps, a mean over trajectories"]],
    [
      "rewards to go less their mean at each time",
      (batch) => {
        const returns = toGo(batch);
        const means = [0, 1, 2, 3, 4, 5].map((t) => {
          const all = returns.filter((_, k) => exam.time[batch.states[k]] === t);
          return all.reduce((a, b) => a + b, 0) / all.length;
        });
        return returns.map((each, k) => each - means[exam.time[batch.states[k]]]);
      },
      ["a mean of the batch is subtracted at each time", "a later reward counts 0.8 per step: γ"],
    ],
  ])("%s comes out clean, with its choices named", (_, weigh, texts) => {
    const made = byWeights(weigh);
    expect(faultsOf(made)).toEqual([]);
    expect(["clean", "choices"]).toContain(made.verdict);
    for (const text of texts) expect(textsOf(made)).toContain(text);
  });

  it("is read the same with noise of float32", () => {
    const made = byWeights((batch) => actorCritic({ average: "steps" })(batch, 1).map(Math.fround));
    expect(faultsOf(made)).toEqual([]);
    expect(textsOf(made)).toContain("λ = 0.95");
  });

  it("may be a baseline that trajectories share in a way that is not known: nothing is accused", () => {
    const made = byWeights((batch) => {
      const returns = toGo(batch);
      // a line through returns against time, fitted to the batch
      const times = returns.map((_, k) => exam.time[batch.states[k]]);
      const [t, r] = [times, returns].map((all) => all.reduce((a, b) => a + b) / all.length);
      const slope =
        returns.reduce((sum, each, k) => sum + (each - r) * (times[k] - t), 0) /
        times.reduce((sum, each) => sum + (each - t) ** 2, 0);
      return returns.map((each, k) => each - r - slope * (times[k] - t));
    });
    expect(faultsOf(made)).toEqual([]);
  });
});

describe("a planted fault is named:", () => {
  it.each<[string, Weigh, string[], string]>([
    ["no mask", actorCritic({ mask: "none" }), ["order", "mask"], "no end is masked"],
    [
      "a trace over time limits",
      actorCritic({ mask: "terminated" }),
      ["order", "mask"],
      "only ends by a time limit are not masked",
    ],
    [
      "a trace over real ends",
      actorCritic({ mask: "truncated" }),
      ["order", "mask"],
      "only real ends are not masked",
    ],
    [
      "the mask of the step before",
      actorCritic({ mask: "early" }),
      ["order", "mask", "mask"],
      "masked one step early",
    ],
    [
      "the next trajectory's first value",
      actorCritic({ nextValue: true }),
      ["order", "mask"],
      "values of the next trajectory",
    ],
    ["a value past the end", actorCritic({ pastEnd: true }), ["truncation"], "where nothing follows"],
    ["a value that is added", actorCritic({ baseline: -1 }), ["baseline"], "is added"],
    ["the sign", (batch, seed) => actorCritic({})(batch, seed).map((each) => -each), ["sign"], "downhill"],
    [
      "log-probabilities one step late",
      (batch) => advantages(batch, {}).map((_, k, all) => all[k + 1] ?? 0),
      ["order", "mask", "shift"],
      "counts for the step before it",
    ],
    [
      "rewards one step late",
      (batch) => advantages(batch, {}).map((_, k, all) => all[k - 1] ?? 0),
      ["order", "shift"],
      "counts for the step after it",
    ],
    [
      "pieces of two, averaged",
      grouped({ deviation: true, piece: 2 }),
      ["order", "divisor"],
      "piece of 2 trajectories",
    ],
    ["pieces of five, averaged", grouped({ piece: 5 }), ["order", "divisor"], "piece of 5 trajectories"],
    [
      "γᵗ twice",
      (batch) => scaled(batch, scaled(batch, toGo(batch), { discounted: true }), { discounted: true }),
      ["stateWeight"],
      "counted twice",
    ],
  ])("%s", (_, weigh, facts, text) => {
    const made = byWeights(weigh);
    expect(made.verdict).toBe("faults");
    expect(faultsOf(made)).toEqual(facts);
    expect(textsOf(made)).toContain(text);
  });

  const pastRewards = (batch: AuditBatch, sign: 1 | -1): Float64Array => {
    const past = new Float64Array(batch.steps);
    for (let i = 0; i < batch.trajectories; i++)
      for (let k = batch.offsets[i], sum = 0; k < batch.offsets[i + 1]; k++) {
        past[k] = batch.rewards[k] + sign * sum;
        sum = 0.8 * sum + batch.rewards[k];
      }
    return past;
  };

  it("rewards of the past, unless they are subtracted", () => {
    const made = byWeights((batch) => pastRewards(batch, 1));
    expect(faultsOf(made)).toEqual(["credit"]);
    expect(textsOf(made)).toContain("the sum runs forwards");
    expect(faultsOf(byWeights((batch) => pastRewards(batch, -1)))).toEqual([]);
  });

  it("one weight for all steps of the batch", () => {
    const made = byWeights((batch) => toGo(batch).fill(toGo(batch).reduce((a, b) => a + b)));
    expect(faultsOf(made)).toEqual(["credit"]);
    expect(textsOf(made)).toContain("every reward counts for every step of the batch alike");
  });

  const right = weighting((batch) => scaled(batch, toGo(batch), { discounted: true }));

  it("an entropy bonus, with its coefficient", () => {
    const made = of(plus(right, (theta) => entropySlope(theta).map((each) => 0.02 * each)));
    expect(faultsOf(made)).toEqual(["rewardFree"]);
    expect(textsOf(made)).toContain("the entropy of the policy, 0.02 times its mean over the steps");
  });

  it("weight decay, with its coefficient", () => {
    const made = of(plus(right, (theta) => theta.map((each) => -0.01 * each)));
    expect(faultsOf(made)).toEqual(["rewardFree"]);
    expect(textsOf(made)).toContain("θ itself, times -0.01 (weight decay)");
  });

  it("a gradient of something else", () => {
    const made = of({
      ...right,
      ask: (batch, theta, seed) =>
        right
          .ask(batch, theta, seed)
          .map((each, j) => each + 0.01 * (j % 4) * batch.rewards.reduce((a, b) => a + b)),
    });
    expect(faultsOf(made)).toEqual(["rest"]);
    expect(textsOf(made)).toContain("weights no score of the batch");
  });

  it("a memory, unless it is one of a baseline", () => {
    const remembering = (change: (w: number, calls: number) => number): Audit => {
      let calls = 0;
      const weigh: Weigh = (batch) => {
        calls++;
        return toGo(batch).map((w) => change(w, calls));
      };
      return of(weighting(weigh, () => (calls = 0)));
    };
    const scaling = remembering((w, calls) => w / calls);
    expect(faultsOf(scaling)).toEqual(["repeats"]);
    expect(scaling.facts.memory).toBe(true);
    const baseline = remembering((w, calls) => w - 0.1 * calls);
    expect(faultsOf(baseline)).toEqual([]);
    expect(textsOf(baseline)).toContain("a baseline that is remembered");
  });
});

describe("what cannot be read", () => {
  it("is said: a generator without a seed", () => {
    let calls = 0;
    const made = byWeights((batch) => toGo(batch).map((w) => w * (1 + 0.01 * calls++)));
    expect(made.verdict).toBe("unread");
    expect(textsOf(made)).toContain("seed what you draw");
  });

  it("is said: advantages that no reward changes, which is a fault of a whole gradient", () => {
    const ones = weighting((batch) => new Float64Array(batch.steps).fill(1));
    const advantages = of({
      ...ones,
      answers: "weights",
      ask: ({ steps }) => new Float64Array(steps).fill(1),
    });
    expect(advantages.verdict).toBe("unread");
    expect(textsOf(advantages)).toContain("neither rewards nor values change the answer");
    expect(faultsOf(of(ones))).toEqual(["credit"]);
  });

  it("is said: rewards that are clipped", () => {
    const made = byWeights((batch) => toGo(batch).map((w) => Math.max(-0.5, Math.min(0.5, w))));
    expect(made.verdict).toBe("unread");
  });

  it("is what is drawn: it is named, and nothing is accused", () => {
    const made = byWeights((batch, seed) =>
      actorCritic({})(batch, seed).map((w, k) => ((k * 7 + seed) % 3 === 0 ? 0 : 1.5 * w)),
    );
    expect(faultsOf(made)).toEqual([]);
    expect(made.facts.draws).toBe(true);
  });
});

describe("one epoch of shuffled minibatches, each normalized by itself", () => {
  const readOf = (style: Style, count: number, divisor: "mean" | "sum", salt = 0) =>
    byWeights(minibatched(style, count, divisor, salt));

  it.each([
    [2, "mean"],
    [3, "sum"],
    [4, "mean"],
    [6, "sum"],
  ] as const)("is read as what it is: %i of them, their %s", (count, divisor) => {
    for (let salt = 0; salt < 3; salt++) {
      const made = readOf({ lambda: 0.9 }, count, divisor, salt);
      expect(made.verdict).toBe("choices");
      expect(made.facts).toMatchObject({ draws: true, normalization: "minibatches", shift: 0 });
      expect(made.facts.baseline).toBeCloseTo(1, 3);
      expect(made.facts.lambda).toBeCloseTo(0.9, 3);
      expect(made.facts.truncation).toBeCloseTo(0.8, 3);
      const how = divisor === "sum" ? "added up" : "then over minibatches";
      expect(textsOf(made)).toContain(`a mean over the steps of each of ${count} minibatches, ${how}`);
      expect(textsOf(made)).toContain("it draws its minibatches itself");
    }
  });

  it.each<[string, Style, string]>([
    ["a trace that runs on over time limits", { mask: "terminated" }, "mask"],
    ["a value that is added", { baseline: -1 }, "baseline"],
    ["a value after the end", { pastEnd: true }, "truncation"],
  ])("shows what is wrong: %s", (_, style, fact) => {
    expect(faultsOf(readOf(style, 3, "sum"))).toEqual([fact]);
  });
});
