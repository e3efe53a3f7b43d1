/** Packages of our own: the files of an export in one .zip. */
import { setImmediate as others } from 'node:timers/promises';
import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';

/** The same files give the same bytes: no time of day in the archive. */
const SOME_DAY = new Date(Date.UTC(2026, 0, 1, 12));
/** Files packed before whoever else waits has their turn. */
const AT_ONCE = 20;

/** Texts are packed; bytes are taken to be packed already, as pictures are. */
export async function packFiles(files: ReadonlyMap<string, string | Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece);
  });
  let count = 0;
  for (const [path, content] of files) {
    const file = typeof content === 'string' ? new ZipDeflate(path, { level: 6 }) : new ZipPassThrough(path);
    file.mtime = SOME_DAY;
    zip.add(file);
    file.push(typeof content === 'string' ? strToU8(content) : content, true);
    count += 1;
    if (count % AT_ONCE === 0) await others();
  }
  zip.end();
  return Buffer.concat(pieces);
}
