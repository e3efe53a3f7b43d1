/** Packages of our own: the files of an export in one .zip. */
import { strToU8, zipSync, type Zippable } from 'fflate';

/** The same files give the same bytes: no time of day in the archive. */
const SOME_DAY = new Date(Date.UTC(2026, 0, 1, 12));

export function packFiles(files: ReadonlyMap<string, string>): Uint8Array {
  const entries: Zippable = {};
  for (const [path, text] of files) entries[path] = strToU8(text);
  return zipSync(entries, { level: 6, mtime: SOME_DAY });
}
