/** What was thrown, on one line: it may be anything, and may not even like to be read. */
export const thrownText = (thrown: unknown): string => {
  try {
    const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
    return text.split("\n")[0];
  } catch {
    return "something that cannot be read";
  }
};
