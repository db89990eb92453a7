/** What is used of the package @resvg/resvg-js, which need not be installed. */
interface Rasterizer {
  readonly Resvg: new (svg: string, options: object) => { render(): { asPng(): Uint8Array } };
}

const PACKAGE = "@resvg/resvg-js";

/**
 * An SVG file as pixels, two per unit, with the fonts of the system.
 *
 * @throws Error if the package that draws it is not installed
 */
export const svgToPng = async (svg: string): Promise<Uint8Array> => {
  const { Resvg } = await rasterizer();
  const font = { loadSystemFonts: true, defaultFontFamily: "DejaVu Sans", sansSerifFamily: "DejaVu Sans" };
  return new Resvg(svg, { fitTo: { mode: "zoom", value: 2 }, font }).render().asPng();
};

const rasterizer = async (): Promise<Rasterizer> => {
  try {
    return await import(PACKAGE);
  } catch (error) {
    throw new Error(`PNG needs the package ${PACKAGE}; install it with: npm install ${PACKAGE}`, {
      cause: error,
    });
  }
};
