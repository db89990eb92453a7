import { broken, call } from "../../envs/contract/broken.ts";
import { shown } from "../../envs/contract/shown.ts";

/** What was exported itself, and as what (" as default"); or what an exported function of options returned. */
export interface MadeByModule {
  readonly made: object;
  readonly exported?: string;
}

/**
 * The object that a module exports under a name, or else by default, or that the function that it exports there returns.
 *
 * @param exported the module, as `import()` or `require()` gives it
 * @param name what it is to be: "environment", "estimator"
 * @param members any of them tells that a CommonJS module is the object itself
 * @throws ContractError
 */
export const madeByModule = (
  exported: unknown,
  name: string,
  members: readonly string[],
  options: Readonly<Record<string, unknown>>,
): MadeByModule => {
  const { chosen, as } = chosenOf(exported, name, members);
  const isFunction = typeof chosen === "function";
  const given = Object.keys(options);
  if (!isFunction && given.length > 0)
    broken(`takes no options, as it exports an ${name} and no function of options; got ${given.join(", ")}`);
  const result = isFunction ? call("its function", () => chosen({ ...options })) : chosen;
  if (typeof result !== "object" || result === null)
    broken(`${isFunction ? "its function returned" : `exports${as}`} ${shown(result)}; expected an ${name}`);
  return { made: result as object, ...(!isFunction && { exported: as }) };
};

/** What a module exports that is to be the object, or to make it; and how a message names it. */
const chosenOf = (
  exported: unknown,
  name: string,
  members: readonly string[],
): { chosen: unknown; as: string } => {
  const module = Object(exported) as Readonly<Record<string, unknown>>;
  const place = [name, "default"].find((each) => module[each] !== undefined);
  if (place !== undefined) return { chosen: module[place], as: ` as ${place}` };
  // a CommonJS module may be its own export
  if (typeof exported === "function" || members.some((each) => each in module))
    return { chosen: exported, as: "" };
  const names = Object.keys(module).join(", ");
  return broken(`exports no ${name}; expected one as default or as ${name}; there is ${names || "nothing"}`);
};
