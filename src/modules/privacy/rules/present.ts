/** A person's own data in words, the same on the page and in the file. */
import type { Json } from '#platform/ledger/canonical.ts';
import { shortDate } from '#platform/text/format.ts';
import type { Translate } from '#platform/words/translate.ts';
import { fieldsOf, type Copy, type Part, type Terms } from './copy.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** `09:05 ngày 23/11/2026`, in Viet Nam's time. */
const moment = (iso: string): string => {
  const local = new Date(Date.parse(iso) + 7 * 3_600_000).toISOString();
  return `${local.slice(11, 16)} ${shortDate(local.slice(0, 10))}`;
};

/** One value; a code of the module becomes its words. */
export function valueText(t: Translate, part: Pick<Part, 'codes'>, field: string, value: Json | undefined): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return t(value ? 'privacy.value.yes' : 'privacy.value.no');
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const prefix = part.codes?.[field];
  if (prefix !== undefined) {
    const key = prefix === '' ? text : `${prefix}.${text}`;
    return t.has(key) ? t.dynamic(key) : text;
  }
  if (INSTANT.test(text)) return moment(text);
  return DAY.test(text) ? shortDate(text) : text;
}

export const fieldLabel = (t: Translate, field: string): string => t.dynamic(`privacy.field.${field}`);

export type PartText = {
  id: string;
  title: string;
  why: string;
  until: string;
  /** What an erasure does with it, and why not more. */
  onErase: Part['onErase'];
  kept: string;
  count: number;
  columns: string[];
  rows: string[][];
};

/** @param most rows that are shown; the copy has all of them */
export function partText(t: Translate, part: Part, { terms, most = Infinity }: { terms: Terms; most?: number }): PartText {
  const key = `${part.module}.personal.${part.key}`;
  const fields = fieldsOf(part.records);
  return {
    id: `${part.module}-${part.key}`,
    title: t.dynamic(key),
    why: t.dynamic(`${key}.why`),
    until: t.dynamic(`${key}.until`, terms),
    onErase: part.onErase,
    kept: part.onErase === 'erased' ? '' : t.dynamic(`${key}.kept`),
    count: part.records.length,
    columns: fields.map((field) => fieldLabel(t, field)),
    rows: part.records.slice(0, most).map((record) => fields.map((field) => valueText(t, part, field, record[field]))),
  };
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const table = ({ columns, rows }: PartText): string =>
  `<table><thead><tr>${columns.map((each) => `<th scope="col">${escape(each)}</th>`).join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${row.map((each) => `<td>${escape(each)}</td>`).join('')}</tr>`)
    .join('')}</tbody></table>`;

const STYLE = `body{font:16px/1.6 "Be Vietnam Pro","Noto Sans","Noto Sans Khmer",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;font-size:.9em}th,td{border:1px solid #999;padding:.3rem .5rem;text-align:start;vertical-align:top;overflow-wrap:anywhere}
h2{margin:2rem 0 .3rem}p{margin:.3rem 0}@media print{body{margin:0}h2{break-after:avoid}}`;

/** A page of its own: opens without network, prints on A4, runs nothing. */
export function copyHtml(t: Translate, copy: Copy): string {
  const parts = copy.parts.map((part) => partText(t, part, copy));
  const sections = parts.map((part) =>
    `<section><h2>${escape(part.title)}</h2><p>${escape(part.why)}</p><p>${escape(part.until)}</p>${
      part.rows.length > 0 ? table(part) : `<p><em>${escape(t('privacy.copy.nothing'))}</em></p>`
    }</section>`);
  const title = escape(t('privacy.copy.title'));
  return `<!doctype html>
<html lang="${t.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${STYLE}</style></head><body><main><h1>${title}</h1>
<p>${escape(copy.name)}</p><p>${escape(t('privacy.copy.made', { at: moment(copy.madeAt) }))}</p>
${sections.join('\n')}
<p>${escape(t('privacy.copy.anonymous'))}</p></main></body></html>
`;
}
