/** Options of environments, as studies spell them out (the keys beside `kind`). */

export const chain = `
  states: 3
  actions: [a0, a1]
  start: 0
  transitions:
    - { from: 0, action: a0, to: { 0: 0.9, 1: 0.1 }, reward: 0.1 }
    - { from: 0, action: a1, to: { 0: 0.1, 1: 0.9 } }
    - { from: 1, action: a0, to: { 0: 0.8, 1: 0.2 } }
    - { from: 1, action: a1, to: { 1: 0.2, 2: 0.8 }, reward: 1 }
    - { from: 2, to: 2 }`;

export const whichGradient = `
  states: [first, second, wait1, wait2, wait3]
  actions: [L, R]
  start: first
  transitions:
    - { from: first, action: L, to: second }
    - { from: first, action: R, to: second, reward: 1 }
    - { from: second, action: L, reward: 2.5, end: true }
    - { from: second, action: R, to: wait1 }
    - { from: wait1, to: wait2 }
    - { from: wait2, to: wait3 }
    - { from: wait3, reward: 8, end: true }`;

export const ratioEstimator = `
  states: [s0, s1]
  actions: [a0, a1]
  start: s0
  transitions:
    - { from: s0, action: a0, reward: 1, end: true }
    - { from: s0, action: a1, to: s1 }
    - { from: s1, action: a0, end: true }
    - { from: s1, action: a1, to: s1, reward: 0.5 }`;

/** Options of `sequence`: an easy prompt that is met twice as often, and a hard one; right answers differ in length. */
export const tinyLanguage = {
  vocabulary: ["a", "b", "end"],
  maxLength: 2,
  prompts: [
    { weight: 2, rewards: { a: 1, "a b": 1, b: 0.5 }, perToken: -0.1 },
    { targets: ["b a"], credit: "prefix", default: -0.25 },
  ],
};

/** Two states, two actions that are felt in both, noise everywhere. */
export const plane = {
  A: [
    [0.9, 0.3],
    [-0.2, 0.8],
  ],
  B: [
    [1, 0.2],
    [0.1, 0.5],
  ],
  Q: [
    [1, 0.2],
    [0.2, 0.5],
  ],
  R: [
    [0.3, 0.1],
    [0.1, 0.4],
  ],
  noise: [0.2, 0.1],
  start: [1, -0.5],
  startDeviation: [0.3, 0.1],
};
