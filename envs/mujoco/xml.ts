import type { Body, BodyModel, Geom, Joint } from "./model.ts";

/**
 * A model in MuJoCo's own format (MJCF). An arena of 256 KiB is ten times what the tasks use, and a fiftieth of what the
 * engine takes otherwise; a state that is not finite stays so, in place of being set back without a word.
 */
export const xmlOf = ({
  angle,
  totalMass,
  option,
  jointDefault,
  geomDefault,
  floor,
  bodies,
  actuators,
}: BodyModel): string =>
  element("mujoco", {}, [
    element("compiler", { angle, settotalmass: totalMass }),
    element("size", { memory: "256K" }),
    element("option", option, [element("flag", { autoreset: "disable" })]),
    element("default", {}, [element("joint", jointDefault), element("geom", geomDefault)]),
    element("worldbody", {}, [
      ...(floor === null ? [] : [element("geom", { type: "plane", size: [40, 40, 40], ...floor })]),
      ...childrenOf("world", bodies),
    ]),
    element(
      "actuator",
      {},
      actuators.map(({ joint, gear, range }) =>
        element("motor", { joint, gear, ctrllimited: true, ctrlrange: range }),
      ),
    ),
  ]);

type Value = string | number | boolean | readonly number[] | undefined;

const element = (name: string, attributes: object, children: readonly string[] = []): string => {
  const given = Object.entries(attributes as Record<string, Value>).filter(
    ([, value]) => value !== undefined,
  );
  const text = given
    .map(([key, value]) => ` ${key}="${Array.isArray(value) ? value.join(" ") : value}"`)
    .join("");
  return `<${name}${text}>${children.join("")}</${name}>`;
};

const childrenOf = (parent: string, bodies: readonly Body[]): string[] =>
  bodies
    .filter((body) => body.parent === parent)
    .map(({ name, pos, quat, joints, geoms, sites = [] }) =>
      element("body", { name, pos, quat }, [
        ...joints.map(joint),
        ...geoms.map(geom),
        ...sites.map((site) => element("site", site)),
        ...childrenOf(name, bodies),
      ]),
    );

const joint = ({ free, ...given }: Joint): string =>
  element("joint", free ? { armature: 0, damping: 0, stiffness: 0, limited: false, ...given } : given);

const geom = ({ radius, half, ...given }: Geom): string =>
  element("geom", { size: half === undefined ? [radius] : [radius, half], ...given });
