import type { Path } from "../errors/study-path.ts";
import { keysAt } from "./schema-lookup.ts";

/**
 * What Stable-Baselines3, CleanRL, RLlib and Spinning Up call a key, by the key that it means here. A key with a dot lies
 * in a mapping below the place where the name was written.
 */
export const ALIASES: Readonly<Record<string, string>> = {
  learningRate: "lr, alpha, step size",
  "optimizer.learningRate": "lr, alpha, step size, learning rate, pi lr, policy lr, actor lr",
  "critic.learningRate": "vf lr, critic lr, value lr",
  innerLearningRate: "lr, pi lr, learning rate",
  discount: "gamma, discount factor",
  "objective.discount": "gamma, discount, discount factor",
  lambda: "gae lambda, lam, td lambda",
  n: "n steps, num steps, n step, unroll length",
  horizon: "max ep len, max episode steps, max steps, time limit, T",
  "objective.horizon": "max ep len, max episode steps, max steps, time limit, T",
  batchSize: "n steps, num steps, steps per epoch, train batch size, n episodes, episodes per batch",
  iterations: "epochs, total timesteps, num iterations, n iterations, num updates, n updates, stop iters",
  clip: "eps, epsilon, clip range, clip ratio, clip coef, clip param, clip eps, eps clip",
  innerSteps: "n epochs, num epochs, update epochs, num sgd iter, train pi iters, pi iters, K epochs",
  epochs: "n epochs, num epochs, train v iters, v iters, train iters",
  sweeps: "n epochs, num epochs, train v iters, v iters, train iters",
  "critic.epochs": "train v iters, v iters",
  "critic.sweeps": "train v iters, v iters",
  minibatch: "batch size, minibatch size, mini batch size, sgd minibatch size",
  normalize: "normalize advantage, norm adv, normalize advantages, norm obs, normalize observations",
  epsilon: "eps, adam eps, adam epsilon, rms prop eps",
  beta1: "betas",
  decay: "rho",
  smoothing: "sigma, std, noise std, nu",
  deviation: "sigma, std, log std, log std init",
  widths: "hidden sizes, net arch, fcnet hiddens, hidden, hidden layers, layers",
  activation: "activation fn, fcnet activation, nonlinearity",
  schedule: "anneal lr, lr schedule",
  "optimizer.schedule": "anneal lr, lr schedule",
  environment: "env, env id, env name, gym id",
  logEvery: "log interval, log frequency, save freq",
  every: "eval freq, evaluation interval",
  "probe.every": "eval freq, evaluation interval",
};

/** What others have and no key stands for; each with a word on it. */
const WORDS: readonly (readonly [names: string, word: string])[] = [
  ["ent coef, entropy coeff, entropy coef, entropy coefficient", "no entropy is added to an objective here"],
  ["vf coef, vf loss coeff, value loss coef", "policy and critic have no loss in common here"],
  ["target kl, kl coeff, kl target", "no divergence ends or penalizes an update here"],
  [
    "max grad norm, grad clip, grad norm clipping",
    "transforms: [{ kind: clip-norm, max: … }] of an estimator does that",
  ],
  ["num envs, n envs, num workers, num env runners, device", "processors are shared out by run --workers"],
];

/** Case, hyphens, underscores and spaces do not tell names apart. */
const plain = (name: string) => name.toLowerCase().replace(/[-_\s]/g, "");

const byName = new Map<string, string[]>();
for (const [key, names] of Object.entries(ALIASES))
  for (const name of names.split(", ")) byName.set(plain(name), [...(byName.get(plain(name)) ?? []), key]);

const words = new Map(WORDS.flatMap(([names, word]) => names.split(", ").map((name) => [plain(name), word])));

/** What a name of another program means in the mapping at `place`: steps to a key that is there; undefined if none is. */
export const aliasAt = (name: string, place: Path, study: unknown): string[] | undefined =>
  byName
    .get(plain(name))
    ?.map((key) => key.split("."))
    .find((steps) => keysAt([...place, ...steps.slice(0, -1)], study).includes(steps[steps.length - 1]));

/** What is to be said of a name of another program that no key stands for. */
export const wordOn = (name: string): string | undefined => words.get(plain(name));
