import { fileTypeFromBuffer } from 'file-type';
import { readAudio, type AudioFormat } from './audio.ts';

/** What people may send. */
export type Kind = 'image' | 'document' | 'audio';

export type PictureFormat = 'jpeg' | 'png' | 'webp';
export type Format = PictureFormat | 'pdf' | AudioFormat;

/** What a file turned out to be; `found` names a refused one for the message, for example `SVG`. */
export type Sniffed = { format: Format; kind: Kind } | { format: null; found: string };

const KIND: Record<Format, Kind> = {
  jpeg: 'image', png: 'image', webp: 'image', pdf: 'document', mp3: 'audio', ogg: 'audio', m4a: 'audio',
};
export const MIME: Record<Format, string> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  pdf: 'application/pdf',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  m4a: 'audio/mp4',
};

/** The `accept` of a file field. Without HEIC in it, an iPhone converts its pictures to JPEG by itself. */
export const ACCEPT: Record<Kind, string> = {
  image: 'image/jpeg,image/png,image/webp',
  document: 'application/pdf',
  audio: 'audio/mpeg,audio/ogg,audio/mp4,audio/x-m4a,.mp3,.ogg,.opus,.m4a',
};

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

/** Our own reading of the first bytes: only these four, only at offset 0. */
function magicOf(bytes: Uint8Array): PictureFormat | 'pdf' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp';
  if (ascii(bytes, 0, 5) === '%PDF-') return 'pdf';
  return null;
}

/** How a refused file is named to the person. */
const NAMES: Record<string, string> = {
  'image/gif': 'GIF',
  'image/avif': 'AVIF',
  'image/heic': 'HEIC',
  'image/heif': 'HEIC',
  'image/heic-sequence': 'HEIC',
  'image/heif-sequence': 'HEIC',
  'application/zip': 'ZIP',
  'image/apng': 'APNG',
};

/**
 * What a file is by its content; name and declared type are never looked at. Our own magic and the library
 * must agree, so that one mistake in either does not let a file through.
 */
export async function sniff(bytes: Uint8Array): Promise<Sniffed> {
  const format = magicOf(bytes);
  const detected = await fileTypeFromBuffer(bytes.subarray(0, 64 * 1024)).catch(() => undefined);
  // An animated PNG is a PNG to every decoder; its first picture is kept.
  if (format && (detected?.mime === MIME[format] || (format === 'png' && detected?.mime === 'image/apng'))) {
    return { format, kind: KIND[format] };
  }
  // Here the library names several containers in one way; what is inside decides.
  const audio = detected && /^(audio|video|application)\//.test(detected.mime) ? readAudio(bytes) : null;
  if (audio) return { format: audio.format, kind: 'audio' };
  if (detected) return { format: null, found: NAMES[detected.mime] ?? detected.ext.toUpperCase() };
  return { format: null, found: textKind(bytes) };
}

/** Text has no magic; a name helps the person to see what happened. */
function textKind(bytes: Uint8Array): string {
  const start = new TextDecoder().decode(bytes.subarray(0, 2_000)).toLowerCase();
  if (/<svg[\s/>]/.test(start)) return 'SVG';
  if (/<!doctype html|<html|<script|<body/.test(start)) return 'HTML';
  return '';
}
