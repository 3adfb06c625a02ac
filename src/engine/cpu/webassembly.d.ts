// The parts of WebAssembly's JavaScript interface that are used here; TypeScript has them only in its library for
// browsers. https://webassembly.github.io/spec/js-api/
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  interface Table {
    grow(elements: number): number;
    set(index: number, value: unknown): void;
  }
  interface Global {
    readonly value: unknown;
  }
  interface Module {
    readonly [Symbol.toStringTag]?: string;
  }
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  const Memory: new (limits: { initial: number; maximum?: number; shared?: boolean }) => Memory;
  const Module: {
    new (bytes: Uint8Array): Module;
    exports(module: Module): { readonly name: string; readonly kind: string }[];
  };
  const Instance: new (module: Module, imports: Record<string, Record<string, unknown>>) => Instance;
  function validate(bytes: Uint8Array): boolean;
  function compile(bytes: Uint8Array): Promise<Module>;
}
