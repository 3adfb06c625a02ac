/** A file's bytes in base64: what `scripts/base64-files.ts` makes of an import. */
declare module '*?base64' {
  const text: string;
  export default text;
}
