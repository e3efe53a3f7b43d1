/** Pictures within an archive, handed out as they are: whoever keeps one judges it by its content first. */
import { unpack } from './inflate.server.ts';
import type { Entry } from './zip.ts';

/** By the path in the archive; base64. */
export type PackedPicture = { path: string; content: string };

const PICTURE = /\.(?:png|jpe?g|gif|webp|bmp|tiff?|emf|wmf|heic|avif)$/iu;
export const isPicture = (path: string): boolean => PICTURE.test(path);
const SOUND = /\.(?:mp3|ogg|opus|m4a)$/iu;
export const isSound = (path: string): boolean => SOUND.test(path);

/** One picture, and all of a file together, in bytes; what is beyond stays where it is. */
const MOST = { one: 10 * 1024 * 1024, all: 30 * 1024 * 1024 };

export async function* readPictures(bytes: Uint8Array, entries: readonly Entry[]): AsyncGenerator<PackedPicture> {
  let all = 0;
  for (const entry of entries) {
    all += entry.unpacked;
    if (entry.unpacked > MOST.one || all > MOST.all) continue;
    const pieces: Uint8Array[] = [];
    for await (const piece of unpack(bytes, entry)) pieces.push(piece);
    yield { path: entry.name, content: Buffer.concat(pieces).toString('base64') };
  }
}
