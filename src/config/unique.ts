import type { z } from "zod";

/** Refuses items of one name. @param what they are, in the plural */
export const unique = (what: string) => (items: readonly { name: string }[], context: z.RefinementCtx) => {
  for (const [i, item] of items.entries()) {
    if (items.findIndex((other) => other.name === item.name) < i)
      context.addIssue({
        code: "custom",
        path: [i, "name"],
        message: `two ${what} are called "${item.name}"`,
      });
  }
};
