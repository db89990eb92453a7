import { actionDependent } from "./action-dependent.ts";
import { batchMean } from "./batch-mean.ts";
import { constant } from "./constant.ts";
import type { BaselineKind } from "./kind.ts";
import { leaveOneOut } from "./leave-one-out.ts";
import { none } from "./none.ts";
import { optimal } from "./optimal.ts";
import { optimalPerCoordinate } from "./optimal-per-coordinate.ts";
import { runningMean } from "./running-mean.ts";
import { time } from "./time.ts";
import { value } from "./value.ts";

const table = {
  none,
  constant,
  "batch-mean": batchMean,
  "running-mean": runningMean,
  "leave-one-out": leaveOneOut,
  optimal,
  "optimal-per-coordinate": optimalPerCoordinate,
  time,
  value,
  "action-dependent": actionDependent,
} satisfies Record<string, BaselineKind>;

/** Named, so that types built from it stay short. */
export interface Baselines extends Readonly<typeof table> {}

/** The table of baselines: its keys are the choices of `baseline.kind`. */
export const baselines: Baselines = table;
