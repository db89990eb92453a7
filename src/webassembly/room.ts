/** Hands out places in one memory, from its beginning on; each begins at a multiple of 16. */
export class Room {
  bytes = 0;

  /** @returns the address of so many bytes */
  take(bytes: number): number {
    const address = this.bytes;
    this.bytes += 16 * Math.ceil(bytes / 16);
    return address;
  }
}
