/** A fenced block of a Markdown file. */
export interface Snippet {
  /** Nearest heading above it, and its number below that. */
  readonly title: string;
  readonly language: string;
  readonly text: string;
}

/** All fenced blocks, in order. */
export const snippetsOf = (markdown: string): Snippet[] => {
  const snippets: Snippet[] = [];
  let heading = "";
  let number = 0;
  let open: { language: string; lines: string[] } | undefined;
  for (const line of markdown.split("\n")) {
    const fence = /^```(\w*)$/.exec(line);
    if (open && fence) {
      number++;
      snippets.push({
        title: `${heading} ${number}`,
        language: open.language,
        text: `${open.lines.join("\n")}\n`,
      });
      open = undefined;
    } else if (open) open.lines.push(line);
    else if (fence) open = { language: fence[1], lines: [] };
    else if (/^#+ /.test(line)) {
      heading = line.replace(/^#+ /, "");
      number = 0;
    }
  }
  return snippets;
};
