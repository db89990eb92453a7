import { parse } from "yaml";
import { finiteMdp } from "../../envs/finite-mdp.ts";
import { frozenLake } from "../../envs/frozen-lake.ts";
import type { Objective } from "../../src/problem/objective.ts";
import { chain as chainText } from "../envs/problems.ts";
import { type Scene, sceneOf } from "./vector-problems.ts";

export const finite = (objective: Partial<Objective> = {}): Scene =>
  sceneOf(
    frozenLake.create(frozenLake.options.parse({})),
    { kind: "softmax" },
    Float64Array.from({ length: 64 }, (_, j) => ((j * 7) % 5) / 4),
    { horizon: 20, discount: 0.9, ...objective },
  );

/** The three-state chain whose gradient and variances are known to many digits. */
export const chain = (objective: Partial<Objective> = {}): Scene =>
  sceneOf(
    finiteMdp.create(finiteMdp.options.parse(parse(chainText))),
    { kind: "softmax" },
    [0, 0.5, 0.3, -0.2, 0, 0],
    { horizon: 3, discount: 0.9, ...objective },
  );
