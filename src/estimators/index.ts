import { actorCritic } from "./actor-critic.ts";
import { allAction } from "./all-action.ts";
import { antitheticTrajectories } from "./antithetic-trajectories.ts";
import { arm } from "./arm.ts";
import { concrete } from "./concrete.ts";
import { disarm } from "./disarm.ts";
import { evolutionStrategies } from "./evolution-strategies.ts";
import { exactGradient } from "./exact-gradient.ts";
import { finiteDifference } from "./finite-difference.ts";
import { gpomdp } from "./gpomdp.ts";
import { groupRelative } from "./group-relative.ts";
import { importance } from "./importance.ts";
import type { EstimatorKind } from "./kind.ts";
import { measureValued } from "./measure-valued.ts";
import { nominalControl } from "./nominal-control.ts";
import { pathwise } from "./pathwise.ts";
import { ppo } from "./ppo.ts";
import { qActorCritic } from "./q-actor-critic.ts";
import { randomSearch } from "./random-search.ts";
import { rebar } from "./rebar.ts";
import { reinforce } from "./reinforce.ts";
import { relax } from "./relax.ts";
import { spsa } from "./spsa.ts";
import { straightThrough } from "./straight-through.ts";
import { straightThroughGumbel } from "./straight-through-gumbel.ts";
import { uniformSearch } from "./uniform-search.ts";
import { vTrace } from "./v-trace.ts";

const table = {
  reinforce,
  gpomdp,
  "actor-critic": actorCritic,
  "q-actor-critic": qActorCritic,
  "all-action": allAction,
  "group-relative": groupRelative,
  arm,
  disarm,
  rebar,
  relax,
  "straight-through": straightThrough,
  "straight-through-gumbel": straightThroughGumbel,
  concrete,
  importance,
  "v-trace": vTrace,
  ppo,
  pathwise,
  "measure-valued": measureValued,
  antithetic: antitheticTrajectories,
  "finite-difference": finiteDifference,
  spsa,
  "evolution-strategies": evolutionStrategies,
  "random-search": randomSearch,
  "uniform-search": uniformSearch,
  "nominal-control": nominalControl,
  "exact-gradient": exactGradient,
} satisfies Record<string, EstimatorKind>;

/** Named, so that types built from it stay short. */
export interface Estimators extends Readonly<typeof table> {}

/** The table of estimators: its keys are the choices of `estimator.kind`. */
export const estimators: Estimators = table;
