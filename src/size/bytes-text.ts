const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

/** A number of bytes to three digits: "1.23 MiB". */
export const bytesText = (bytes: number): string => {
  const power = Math.max(
    0,
    UNITS.findLastIndex((_, k) => bytes >= 2 ** (10 * k)),
  );
  return `${Number((bytes / 2 ** (10 * power)).toPrecision(3))} ${UNITS[power]}`;
};
