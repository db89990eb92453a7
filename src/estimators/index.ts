import { arm } from "./bits/arm.ts";
import { concrete } from "./bits/concrete.ts";
import { disarm } from "./bits/disarm.ts";
import { rebar } from "./bits/rebar.ts";
import { relax } from "./bits/relax.ts";
import { straightThrough } from "./bits/straight-through.ts";
import { straightThroughGumbel } from "./bits/straight-through-gumbel.ts";
import { exactGradient } from "./exact-gradient.ts";
import { groupRelative } from "./groups/group-relative.ts";
import type { EstimatorKind } from "./kind.ts";
import { agent, displacement } from "./of-agent.ts";
import { external } from "./outside/external.ts";
import { customModule } from "./outside/module.ts";
import { recorded } from "./outside/recorded.ts";
import { antitheticTrajectories } from "./reparameterized/antithetic-trajectories.ts";
import { measureValued } from "./reparameterized/measure-valued.ts";
import { pathwise } from "./reparameterized/pathwise.ts";
import { actorCritic } from "./scores/actor-critic.ts";
import { allAction } from "./scores/all-action.ts";
import { gpomdp } from "./scores/gpomdp.ts";
import { importance } from "./scores/importance.ts";
import { ppo } from "./scores/ppo.ts";
import { qActorCritic } from "./scores/q-actor-critic.ts";
import { reinforce } from "./scores/reinforce.ts";
import { vTrace } from "./scores/v-trace.ts";
import { evolutionStrategies } from "./zeroth-order/evolution-strategies.ts";
import { finiteDifference } from "./zeroth-order/finite-difference.ts";
import { nominalControl } from "./zeroth-order/nominal-control.ts";
import { randomSearch } from "./zeroth-order/random-search.ts";
import { spsa } from "./zeroth-order/spsa.ts";
import { uniformSearch } from "./zeroth-order/uniform-search.ts";

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
  agent,
  displacement,
  external,
  module: customModule,
  recorded,
} satisfies Record<string, EstimatorKind>;

/** Named, so that types built from it stay short. */
export interface Estimators extends Readonly<typeof table> {}

/** The table of estimators: its keys are the choices of `estimator.kind`. */
export const estimators: Estimators = table;
