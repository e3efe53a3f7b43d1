/**
 * Rich text is kept as a JSON document and drawn by this allow-list, never as HTML. What is not on the list
 * loses its form and keeps its words.
 */
export type RichText = { type: 'doc'; content: Block[] };
export type Block =
  | { type: 'paragraph'; content: Inline[] }
  | { type: 'heading'; level: 2 | 3; content: Inline[] }
  | { type: 'list'; ordered: boolean; items: Inline[][] }
  | { type: 'quote'; content: Inline[] };
export type Inline = { text: string; bold?: boolean; italic?: boolean; href?: string };

/** Addresses a link may lead to: a place on this site, the web, mail or a phone. Everything else is `undefined`. */
export function safeHref(href: unknown): string | undefined {
  if (typeof href !== 'string') return undefined;
  // Browsers drop tabs and line ends inside an address: "java\nscript:" would come alive.
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is removed
  const address = href.replace(/[\u0000-\u0020]/g, '');
  if (/^(https?:\/\/|mailto:|tel:)/i.test(address)) return address;
  return /^(\/(?![/\\])|#)/.test(address) ? address : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function inlineOf(value: unknown): Inline[] {
  if (!isRecord(value) || typeof value['text'] !== 'string') return [];
  const href = safeHref(value['href']);
  return [
    {
      text: value['text'],
      ...(value['bold'] === true && { bold: true }),
      ...(value['italic'] === true && { italic: true }),
      ...(href !== undefined && { href }),
    },
  ];
}

function blockOf(value: unknown): Block[] {
  if (!isRecord(value)) return [];
  if (value['type'] === 'list')
    return [
      {
        type: 'list',
        ordered: value['ordered'] === true,
        items: listOf(value['items']).map((item) => listOf(item).flatMap(inlineOf)),
      },
    ];
  const content = listOf(value['content']).flatMap(inlineOf);
  if (content.length === 0) return [];
  if (value['type'] === 'heading') return [{ type: 'heading', level: value['level'] === 3 ? 3 : 2, content }];
  return [{ type: value['type'] === 'quote' ? 'quote' : 'paragraph', content }];
}

/** Reads a stored or received document; anything unknown falls away, and the result is always safe to draw. */
export function readRichText(value: unknown): RichText {
  return { type: 'doc', content: isRecord(value) ? listOf(value['content']).flatMap(blockOf) : [] };
}

const addresses = /\bhttps?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g;

function linked(line: string): Inline[] {
  const found: Inline[] = [];
  let from = 0;
  for (const match of line.matchAll(addresses)) {
    if (match.index > from) found.push({ text: line.slice(from, match.index) });
    found.push({ text: match[0], href: match[0] });
    from = match.index + match[0].length;
  }
  if (from < line.length) found.push({ text: line.slice(from) });
  return found;
}

/** What people type into a plain text area: an empty line parts paragraphs, "- " starts a list, addresses link. */
export function richTextOf(plain: string): RichText {
  const content = plain
    .replace(/\r\n?/g, '\n')
    .split(/\n\s*\n/)
    .flatMap((part): Block[] => {
      const lines = part
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean);
      if (lines.length === 0) return [];
      if (lines.every((line) => /^[-•*]\s+/.test(line)))
        return [
          { type: 'list', ordered: false, items: lines.map((line) => linked(line.replace(/^[-•*]\s+/, ''))) },
        ];
      return [{ type: 'paragraph', content: linked(lines.join('\n')) }];
    });
  return { type: 'doc', content };
}

/** The words alone, for search, previews and mail. */
export function plainOf(document: RichText): string {
  const words = (content: Inline[]) => content.map((part) => part.text).join('');
  return document.content
    .map((block) =>
      block.type === 'list' ? block.items.map((item) => `- ${words(item)}`).join('\n') : words(block.content),
    )
    .join('\n\n');
}
