/** A fenced block of a Markdown file. */
export interface Snippet {
  /** Nearest heading above it, and its number below that. */
  readonly title: string;
  /** The first word behind the fence; empty where there is none. */
  readonly language: string;
  /** Without the indentation of its fence, as in a list. */
  readonly text: string;
}

/** All fenced blocks, in order. */
export const snippetsOf = (markdown: string): Snippet[] => {
  const snippets: Snippet[] = [];
  let heading = "";
  let number = 0;
  let open: { indentation: string; language: string; lines: string[] } | undefined;
  for (const line of markdown.split("\n")) {
    const fence = /^( *)```(\w*)/.exec(line);
    if (open && fence) {
      number++;
      snippets.push({
        title: `${heading} ${number}`,
        language: open.language,
        text: `${open.lines.join("\n")}\n`,
      });
      open = undefined;
    } else if (open)
      open.lines.push(line.startsWith(open.indentation) ? line.slice(open.indentation.length) : line);
    else if (fence) open = { indentation: fence[1], language: fence[2], lines: [] };
    else if (/^#+ /.test(line)) {
      heading = line.replace(/^#+ /, "");
      number = 0;
    }
  }
  return snippets;
};

/** A file that a page shows, to be written where its commands are run. */
export interface ShownFile {
  readonly name: string;
  readonly text: string;
}

/** Studies (`name: cliff` is cliff.yaml) and modules whose first comment names them (`// hill.js: …`). */
export const filesIn = (markdown: string): ShownFile[] =>
  snippetsOf(markdown).flatMap(({ language, text }) => {
    const [, name] =
      (language === "yaml" && /^name: (\S+)$/m.exec(text)) ||
      (language === "js" && /^\/\/ (\S+)\.js\b/.exec(text)) ||
      (language === "py" && /^# (\S+)\.py\b/.exec(text)) ||
      [];
    return name === undefined ? [] : [{ name: `${name}.${language}`, text }];
  });
