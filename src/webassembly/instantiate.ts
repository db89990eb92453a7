/** What is used of WebAssembly's API; TypeScript describes it only together with a browser's. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

const PAGE = 65536; // bytes

/** Makes a kernel with a memory of its own, of at least `bytes`, that never grows: views of it stay valid. */
export type Instantiate<Kernel> = (bytes: number) => {
  readonly kernel: Kernel;
  readonly buffer: ArrayBuffer;
};

/** The kernel of some WebAssembly bytes, which are compiled once per thread. @param base64 see build.mjs */
export const instantiator = <Kernel>(base64: string): Instantiate<Kernel> => {
  let compiled: object | undefined;
  return (bytes) => {
    compiled ??= new WebAssembly.Module(Buffer.from(base64, "base64"));
    const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
    return { kernel: exports as Kernel, buffer: memory.buffer };
  };
};

/** Makes views of a kernel's memory: so many numbers from an address on. */
export const viewsOf = (buffer: ArrayBuffer) => ({
  ints: (address: number, length: number) => new Int32Array(buffer, address, length),
  bytes: (address: number, length: number) => new Uint8Array(buffer, address, length),
  floats: (address: number, length: number) => new Float64Array(buffer, address, length),
});
