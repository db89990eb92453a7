/** One thing that an audit found. */
export interface Finding {
  readonly fact: Fact;
  /**
   * "fine" as it should be; "choice" something that people do, and that has a size; "fault" what nobody wants; "unread" what
   * could not be seen.
   */
  readonly kind: "fine" | "choice" | "fault" | "unread";
  /** One sentence. */
  readonly text: string;
}

/** What findings are about. */
export type Fact =
  | "repeats"
  | "draws"
  | "order"
  | "rest"
  | "rewardFree"
  | "normalization"
  | "credit"
  | "mask"
  | "shift"
  | "baseline"
  | "stateWeight"
  | "divisor"
  | "sign"
  | "truncation";
