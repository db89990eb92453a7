/** Text that is markup already. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

type Content = Markup | string | number | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as the content of an element or of a quoted attribute. */
export const escapeText = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]);

const render = (content: Content): string => {
  if (content instanceof Markup) return content.text;
  if (typeof content === "object") return content.map(render).join("");
  return escapeText(String(content));
};

/** A template of markup: what is put into it is escaped, but for markup made the same way; lists are joined. */
export const html = (parts: TemplateStringsArray, ...contents: readonly Content[]): Markup =>
  new Markup(parts.reduce((text, part, i) => text + render(contents[i - 1]) + part));

/** No markup at all. */
export const nothing = new Markup("");

/** A script of a page; bundlers lower tagged templates that hold its end tag. @param attributes e.g. ` src="page.js"` */
export const scriptElement = (code: string, attributes = ""): Markup =>
  new Markup(`<script${attributes}>${code}</script>`);
