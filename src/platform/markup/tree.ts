/** XML as a tree of plain data: what a reader of strangers' files gets, and what a writer of ours gives. */

/** `name` without its prefix; `line` counts from 1 in the file (0: not from a file). */
export type Markup = { name: string; attributes: Readonly<Record<string, string>>; children: readonly (Markup | string)[]; line: number };
/** One file of XML; `path` within the package, '' when the file came alone. */
export type MarkupFile = { path: string; root: Markup };

export const element = (name: string, attributes: Record<string, string>, ...children: (Markup | string)[]): Markup => ({
  name, attributes, children, line: 0,
});

export const elementsOf = ({ children }: Markup): Markup[] => children.filter((child) => typeof child !== 'string');
/** The elements of a name directly within. */
export const every = (within: Markup | undefined, name: string): Markup[] =>
  within ? elementsOf(within).filter((child) => child.name === name) : [];
export const first = (within: Markup | undefined, name: string): Markup | undefined => every(within, name)[0];

/** The elements of these names at any depth, in their order; what stands within a found one is not searched. */
export function deep(within: Markup | undefined, ...names: string[]): Markup[] {
  if (!within) return [];
  return elementsOf(within).flatMap((child) => (names.includes(child.name) ? [child] : deep(child, ...names)));
}

/** All text within, as it stands. */
export const textOf = (within: Markup | undefined): string =>
  within?.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('') ?? '';

// Characters that XML 1.0 cannot hold at all.
// eslint-disable-next-line no-control-regex
const IMPOSSIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu;
const ENTITY: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\t': '&#9;', '\r': '&#13;' };
const escapeText = (text: string): string =>
  text.toWellFormed().replace(IMPOSSIBLE, '').replace(/[&<>\r]/gu, (sign) => ENTITY[sign]!);
const escapeAttribute = (text: string): string =>
  text.toWellFormed().replace(IMPOSSIBLE, '').replace(/[&<>"\n\t\r]/gu, (sign) => ENTITY[sign]!);

/** The text of an XML file. Elements that hold only elements are indented; text is left exactly as it is. */
export const writeMarkup = (root: Markup): string => `<?xml version="1.0" encoding="UTF-8"?>\n${written(root, '')}\n`;

function written({ name, attributes, children }: Markup, indent: string): string {
  const open = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeAttribute(value)}"`)].join(' ');
  if (children.length === 0) return `<${open}/>`;
  const mixed = children.some((child) => typeof child === 'string');
  const inner = children.map((child) => (typeof child === 'string' ? escapeText(child) : written(child, mixed ? indent : `${indent}  `)));
  return mixed ? `<${open}>${inner.join('')}</${name}>` : `<${open}>\n${inner.map((each) => `${indent}  ${each}\n`).join('')}${indent}</${name}>`;
}
