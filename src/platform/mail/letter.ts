/** What goes out: everything that a transport needs, checked and in final form. */
export type Letter = {
  /**
   * Unique per message and the same at every attempt, so that mail programs recognise a repeated delivery.
   */
  id: string;
  to: string;
  subject: string;
  /** Plain text; paragraphs are separated by an empty line. */
  text: string;
  /** BCP 47, for screen readers and mail programs. */
  language: string;
  unsubscribeUrl?: string | null;
};

const MAX_ADDRESS = 254;
const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?';
const ATOM = "[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+";
/**
 * One plain address without display name, quotes, comments or lists: everything that headers could be made of
 * is out.
 */
const ADDRESS = new RegExp(`^${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)*${LABEL}$`, 'u');

/** Can a message be sent there? Syntax only; whether the box exists is found out by writing to it. */
export function isMailAddress(text: string): boolean {
  const local = text.slice(0, text.lastIndexOf('@'));
  return text.length <= MAX_ADDRESS && Buffer.byteLength(local) <= 64 && ADDRESS.test(text);
}

/** A subject may quote what people typed; as a header it is one line without invisible characters. */
export function oneLine(text: string): string {
  const clean = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
  return [...clean.trim()].slice(0, 200).join('');
}

const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** Addresses on a line become links; the closing punctuation of a sentence stays outside. */
const LINK = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}'’”»]/g;

function withLinks(text: string): string {
  let html = '';
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    const url = escape(match[0]);
    html += `${escape(text.slice(at, match.index))}<a href="${url}">${url}</a>`;
    at = match.index + match[0].length;
  }
  return html + escape(text.slice(at));
}

/**
 * The same words as HTML: paragraphs, line breaks and links, nothing else. No pictures, no fonts, nothing
 * that is loaded and could tell that somebody has read the message.
 */
export function htmlOf(letter: Pick<Letter, 'subject' | 'text' | 'language'>): string {
  const paragraphs = letter.text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${withLinks(paragraph).replace(/\r?\n/g, '<br>\n')}</p>`);
  return [
    '<!doctype html>',
    `<html lang="${escape(letter.language)}">`,
    `<head><meta charset="utf-8"><title>${escape(letter.subject)}</title></head>`,
    '<body style="font-family:sans-serif;font-size:16px;line-height:1.5;max-width:40em">',
    ...paragraphs,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** RFC 2369 and RFC 8058: mail programs show their own "unsubscribe" and send one POST there. */
export function headersOf({ language, unsubscribeUrl }: Letter): Record<string, string> {
  return {
    'Content-Language': language,
    // RFC 3834: an absence notice must not answer us.
    'Auto-Submitted': 'auto-generated',
    ...(unsubscribeUrl
      ? { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
      : {}),
  };
}
