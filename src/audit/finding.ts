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
  | "truncation"
  | "penalty"
  | "prompts";

/** As it should be. */
export const fine = (fact: Fact, text: string): Finding => ({ fact, kind: "fine", text });

/** What could not be seen. */
export const unread = (fact: Fact, text: string): Finding => ({ fact, kind: "unread", text });

/** Something that people do, and that has a size. */
export const choice = (fact: Fact, section: Section, text: string): Finding => ({
  fact,
  kind: "choice",
  section,
  text,
});

/** What nobody wants. */
export const fault = (fact: Fact, section: Section, text: string): Finding => ({
  fact,
  kind: "fault",
  section,
  text,
});
