import type { Section } from "./sections.ts";

/** One thing that an audit found: a fact, and one sentence. */
export type Finding = {
  readonly fact: Fact;
  readonly text: string;
} & (
  | {
      /** "fine" as it should be; "unread" what could not be seen. */
      readonly kind: "fine" | "unread";
    }
  | {
      /** "choice" something that people do, and that has a size; "fault" what nobody wants. */
      readonly kind: "choice" | "fault";
      /** What explains it. */
      readonly section: Section;
    }
);

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
