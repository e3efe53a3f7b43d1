/** Longest name kept, in characters as people count them, without the extension. */
const MAX_CHARACTERS = 80;
/** 255 bytes is the limit of most file systems, for those who download. */
const MAX_BYTES = 200;

/**
 * Characters that nobody sees but that change what a name seems to be: controls, bidirectional marks and
 * overrides ("gpj.exe" shown as "exe.jpg"), zero-width characters, line separators, private use and
 * unassigned code points.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]/gu;
const FORBIDDEN = /[<>:"/\\|?*]/g;
/** Windows refuses to save under these names. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

const graphemes = new Intl.Segmenter('vi', { granularity: 'grapheme' });

/**
 * A name that is safe to show, to download and to save anywhere: NFC, without path, without invisible
 * characters, of bounded length, and with the extension of what the file really is.
 */
export function cleanFileName(name: string, extension: string): string {
  const last = name.slice(-2_000).split(/[/\\]/).at(-1) ?? '';
  let stem = last
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(/\.[A-Za-z0-9]{1,8}$/, '')
    .replace(FORBIDDEN, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  if (DEVICES.test(stem)) stem = `_${stem}`;
  return `${shorten(stem) || 'tep'}.${extension}`;
}

/** Cuts between characters, never between a letter and its marks. */
function shorten(stem: string): string {
  let kept = '';
  let bytes = 0;
  let count = 0;
  for (const { segment } of graphemes.segment(stem)) {
    bytes += Buffer.byteLength(segment);
    count += 1;
    if (count > MAX_CHARACTERS || bytes > MAX_BYTES) break;
    kept += segment;
  }
  return kept.trimEnd();
}

/** `Content-Disposition` with the real name (RFC 6266, RFC 8187) and an ASCII one for old programs. */
export function contentDisposition(disposition: 'inline' | 'attachment', name: string): string {
  const ascii = name
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]|["\\%;]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${disposition}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
