import { createInflateRaw } from 'node:zlib';
import { refuse, SheetRefused } from './refused.ts';
import { packedBytes, type Entry } from './zip.ts';

const CHUNK = 64 * 1024;

/**
 * The unpacked bytes of an entry, piece by piece, so that 100 MB of sheet never lie in memory at once.
 * @throws SheetRefused `sheet.bomb` as soon as there is more than the directory said, `sheet.broken` for damage
 */
export async function* unpack(bytes: Uint8Array, entry: Entry): AsyncGenerator<Uint8Array> {
  const packed = packedBytes(bytes, entry);
  if (entry.method === 0) {
    if (packed.length !== entry.unpacked) refuse('sheet.broken');
    yield packed;
    return;
  }
  const inflate = createInflateRaw({ chunkSize: CHUNK });
  inflate.end(packed);
  let size = 0;
  try {
    for await (const chunk of inflate as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > entry.unpacked) refuse('sheet.bomb');
      yield chunk;
    }
  } catch (error) {
    if (error instanceof SheetRefused) throw error;
    refuse('sheet.broken');
  } finally {
    inflate.destroy();
  }
}

/** The same as text. A sheet is UTF-8, rarely UTF-16 with its mark. */
export async function* unpackText(bytes: Uint8Array, entry: Entry): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const chunk of unpack(bytes, entry)) {
    decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf-16le' : 'utf-8');
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder?.decode() ?? '';
}
