/**
 * Where bytes lie, addressed by the SHA-256 of their content (64 lower-case hex digits). Content never
 * changes under its address, so everything may be cached for ever and `put` of something that is there
 * already does nothing.
 */
export type FileStore = {
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  /** `null` when nothing lies there. */
  get(sha256: string): Promise<ReadableStream<Uint8Array> | null>;
  has(sha256: string): Promise<boolean>;
  /** Removing what is not there is no error. */
  remove(sha256: string): Promise<void>;
  /** Removes what interrupted writes left behind before that instant. Returns how many. */
  tidy(before: Date): Promise<number>;
};

/** `ab/cd/abcd…`: two levels keep folders below a few thousand entries for millions of files. */
export function pathOf(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not the address of a file');
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
}
