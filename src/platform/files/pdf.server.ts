import { promisify } from 'node:util';
import { inflate } from 'node:zlib';

const inflateAsync = promisify(inflate);

/**
 * Names long enough that compressed noise does not contain them by chance (8 bytes: 1 in 10^12 for a 10 MB
 * file).
 */
const ACTIVE_ANYWHERE = /\/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia)(?![A-Za-z])/;
/** Short names count only outside of streams, where everything is readable text. */
const ACTIVE_IN_OBJECTS = /\/(?:JS|XFA|SubmitForm|ImportData)(?![A-Za-z])/;
const ENCRYPTED = /\/Encrypt(?![A-Za-z])/;

/** Object streams are unpacked to at most this much in all; a bomb counts as broken. */
const MAX_UNPACKED = 32 * 1024 * 1024;
const MAX_STREAMS = 2_000;

export type PdfVerdict = 'plain' | 'active' | 'encrypted' | 'broken';

/**
 * Looks for what a PDF can *do*: scripts, starting programs, embedded files, forms that send data. Best
 * effort: such names can be hidden better than this finds them, which is why documents are served as
 * sandboxed downloads only.
 */
export async function inspectPdf(bytes: Uint8Array): Promise<PdfVerdict> {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  // Up to 1,024 bytes of rubbish after the end are tolerated by every reader (scanners and mail gateways add
  // them).
  if (!raw.startsWith('%PDF-') || !raw.slice(-2_048).includes('%%EOF')) return 'broken';
  if (ACTIVE_ANYWHERE.test(plainNames(raw))) return 'active';
  const { outside, packed } = splitStreams(raw);
  const objects = await unpack(packed);
  if (objects === null) return 'broken';
  const readable = plainNames(outside + objects);
  if (ACTIVE_ANYWHERE.test(readable) || ACTIVE_IN_OBJECTS.test(readable)) return 'active';
  return ENCRYPTED.test(readable) ? 'encrypted' : 'plain';
}

/** `/J#61vaScript` is the same name as `/JavaScript`. */
const plainNames = (text: string): string =>
  text.includes('#')
    ? text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : text;

/** The text between streams, and the bodies of those streams that hold objects. */
function splitStreams(raw: string): { outside: string; packed: string[] } {
  const outside: string[] = [];
  const packed: string[] = [];
  let at = 0;
  for (;;) {
    const start = raw.indexOf('stream', at);
    const end = start < 0 ? -1 : raw.indexOf('endstream', start + 6);
    if (end < 0) break;
    const before = raw.slice(at, start);
    outside.push(before);
    const body = start + 6 + (raw.startsWith('\r\n', start + 6) ? 2 : 1);
    if (
      /\/ObjStm/.test(plainNames(before.slice(before.lastIndexOf(' obj') + 1))) &&
      packed.length < MAX_STREAMS
    ) {
      packed.push(raw.slice(body, end));
    }
    at = end + 9;
  }
  outside.push(raw.slice(at));
  return { outside: outside.join('\n'), packed };
}

/** `null` when the streams unpack to more than any honest file needs. */
async function unpack(streams: string[]): Promise<string | null> {
  let left = MAX_UNPACKED;
  const texts: string[] = [];
  for (const stream of streams) {
    try {
      const objects = await inflateAsync(Buffer.from(stream, 'latin1'), {
        maxOutputLength: Math.max(1, left),
      });
      left -= objects.length;
      texts.push(objects.toString('latin1'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return null;
      // Another filter, or encrypted: nothing to read here.
      texts.push(stream);
    }
  }
  return texts.join('\n');
}
