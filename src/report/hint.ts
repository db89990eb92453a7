/** What a reader can do with figures, for those who do not try. */
export const HINT =
  "Click on a name or a mark to bring it out; drag over a drawing to zoom in, and click twice to go back. By keyboard: arrows, + and −, Escape.";
