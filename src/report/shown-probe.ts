/** A probe that is shown: all seeds of an agent after as many updates. */
export interface ShownProbe {
  readonly study: string;
  readonly agent: string;
  readonly iteration: number;
}
