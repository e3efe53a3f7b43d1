/** What a certificate looks like on paper: HTML of our own, from the signed statement alone. */
import QRCode from 'qrcode';
import { formalDate } from '#platform/text/format.ts';
import { FONT_STACK, fontRules } from '#platform/pictures/fonts.server.ts';
import { translator } from '#platform/words/translate.ts';
import type { Statement } from '../rules/certificate.ts';

const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** Drawn as squares in one path, sharp on every printer. */
function qrCode(text: string): string {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const squares: string[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) squares.push(`M${column} ${row}h1v1h-1z`);
    }
  }
  return `<svg viewBox="0 0 ${modules.size} ${modules.size}" shape-rendering="crispEdges"><path d="${squares.join('')}"/></svg>`;
}

/** A leaf-green frame that prints well in black and white; nothing on it pretends to be a seal. */
const STYLE = `
  @page { size: A4 landscape; margin: 0 }
  * { box-sizing: border-box; margin: 0 }
  body { font-family: ${FONT_STACK}; color: #17251c; width: 297mm; height: 209mm; padding: 12mm }
  main { border: 1.2mm double #2f6b3c; height: 100%; padding: 12mm 18mm; display: flex; flex-direction: column; text-align: center }
  .body { text-transform: uppercase; font-weight: 600; font-size: 13pt; letter-spacing: .02em }
  h1 { margin-top: 12mm; font-size: 30pt; font-weight: 600; color: #2f6b3c }
  .lead { margin-top: 9mm; font-size: 14pt }
  .name { margin-top: 3mm; font-size: 28pt; font-weight: 600; line-height: 1.25; overflow-wrap: anywhere }
  .what { margin: 5mm auto 0; font-size: 14pt; line-height: 1.5; max-width: 220mm; overflow-wrap: anywhere }
  .what b { font-weight: 600 }
  footer { margin-top: auto; display: flex; justify-content: space-between; align-items: flex-end; text-align: left; font-size: 10pt; line-height: 1.5 }
  footer svg { width: 30mm; height: 30mm; display: block }
  .check { display: flex; gap: 5mm; align-items: flex-end; max-width: 150mm; overflow-wrap: anywhere }
  .signed { text-align: center; font-size: 12pt }
  .signed em { font-size: 11pt }
  .signed b { display: block; margin-top: 1mm; font-weight: 600; text-transform: uppercase }`;

export type Printed = { said: Statement; code: string; url: string; sample: boolean };

/** @param url the page that checks it, with the code */
export function certificatePaper({ said, code, url, sample }: Printed): string {
  const t = translator('vi');
  const word = (key: 'title' | 'lead' | 'done' | 'within' | 'sample' | 'check'): string =>
    escape(t(`quizzes.certificate.paper.${key}`));
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>${word('title')}</title>
<style>${fontRules()}${STYLE}</style></head><body><main>
<p class="body">${escape(said.body)}</p>
<h1>${word('title')}</h1>
<p class="lead">${word('lead')}</p>
<p class="name">${escape(said.name)}</p>
<p class="what">${word('done')} <b>${escape(said.quiz)}</b><br>${word('within')} ${escape(said.campaign)}</p>
${sample ? `<p class="what">${word('sample')}</p>` : ''}
<footer><div class="check">${qrCode(url)}<p>${word('check')}<br><b>${escape(code)}</b><br>${escape(url)}</p></div>
<div class="signed"><em>${escape(formalDate(said.on))}</em><b>${escape(said.body)}</b>${escape(t('quizzes.certificate.paper.number', { number: String(said.number) }))}</div></footer>
</main></body></html>`;
}
