/**
 * Recordings: MP3, Ogg (Opus, Vorbis) and M4A, known by their structure. They are not decoded; what is kept of an MP3 is
 * only its frames, because the tags around them carry names, places and pictures.
 */
export type AudioFormat = 'mp3' | 'ogg' | 'm4a';
export type Audio = { format: AudioFormat; bytes: Uint8Array };

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

/** The recording as it is kept; null when it is none of these, or carries a film. */
export function readAudio(bytes: Uint8Array): Audio | null {
  if (ascii(bytes, 0, 4) === 'OggS') return isOggAudio(bytes) ? { format: 'ogg', bytes } : null;
  if (ascii(bytes, 4, 8) === 'ftyp') return isM4a(bytes) ? { format: 'm4a', bytes } : null;
  const frames = withoutTags(bytes);
  return startsWithFrames(frames) ? { format: 'mp3', bytes: frames } : null;
}

/** ID3v2 in front (its size in four times seven bits), ID3v1 behind. */
function withoutTags(bytes: Uint8Array): Uint8Array {
  let from = 0;
  if (ascii(bytes, 0, 3) === 'ID3' && bytes.length > 10) {
    const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + (bytes[at]! & 0x7f), 0);
    from = 10 + size + (bytes[5]! & 0x10 ? 10 : 0);
  }
  const tail = bytes.length - 128;
  return bytes.subarray(from, tail > from && ascii(bytes, tail, tail + 3) === 'TAG' ? tail : bytes.length);
}

/** kbit/s of layer III: MPEG 1, then MPEG 2 and 2.5 (ISO/IEC 11172-3, 13818-3). */
const RATES = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];
const SAMPLES = [44_100, 48_000, 32_000];

/** Bytes of the frame that begins here; 0 when none does. */
function frameLength(bytes: Uint8Array, at: number): number {
  const [a, b, c] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
  // Eleven bits of sync; layer III.
  if (a !== 0xff || (b & 0xe0) !== 0xe0 || (b & 0x06) !== 0x02) return 0;
  const version = (b >> 3) & 3;
  const rate = RATES[version === 3 ? 0 : 1]![c >> 4] ?? 0;
  const sample = SAMPLES[(c >> 2) & 3];
  if (version === 1 || rate === 0 || sample === undefined) return 0;
  const frequency = version === 3 ? sample : version === 2 ? sample / 2 : sample / 4;
  return Math.floor(((version === 3 ? 144_000 : 72_000) * rate) / frequency) + ((c >> 1) & 1);
}

/** Chance puts one sync anywhere, not four in a row. */
function startsWithFrames(bytes: Uint8Array): boolean {
  let at = 0;
  for (let count = 0; count < 4; count++) {
    const length = frameLength(bytes, at);
    if (length === 0) return false;
    at += length;
  }
  return true;
}

/** The first packet says what the stream is; a film has another stream beside it. */
function isOggAudio(bytes: Uint8Array): boolean {
  const packet = 27 + (bytes[26] ?? 0);
  const known = ascii(bytes, packet, packet + 8) === 'OpusHead' || ascii(bytes, packet, packet + 7) === '\x01vorbis';
  return known && !ascii(bytes, 0, 4_096).includes('theora');
}

/** MP4 with sound and without pictures, as phones record it under several brands. */
function isM4a(bytes: Uint8Array): boolean {
  if (!/^(M4A |M4B |mp4[12]|isom|iso[2-6]|3gp[4-9])$/.test(ascii(bytes, 8, 12))) return false;
  const handlers: string[] = [];
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = raw.indexOf('hdlr'); at >= 0; at = raw.indexOf('hdlr', at + 4)) handlers.push(ascii(bytes, at + 12, at + 16));
  return handlers.includes('soun') && !handlers.includes('vide');
}
