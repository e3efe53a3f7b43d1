/** Questions as Moodle imports them. Texts are said to be plain, so that nobody's text is taken for HTML. */
import { element, type Markup } from '#platform/markup/tree.ts';
import type { Item, Option, Question } from '../item.ts';
import { textOfHtml } from './flow.ts';
import { shownAt, soundsOf, type Shown } from './picture.ts';

const text = (value: string): Markup => element('text', {}, ...(value === '' ? [] : [value]));
const plain = (name: string, value: string, more: Record<string, string> = {}, ...children: Markup[]): Markup =>
  element(name, { ...more, format: 'plain_text' }, text(value), ...children);
const escaped = (content: string): string => content.replace(/[&<>"]/gu, (sign) => `&#${sign.codePointAt(0)};`);

function inPage({ name, text: said, language }: Shown): string {
  const src = `src="@@PLUGINFILE@@/${name}"`;
  if (!language) return `<p><img ${src} alt="${escaped(said)}"></p>`;
  return `<p><audio controls ${src} lang="${language}">${escaped(said).replaceAll('\n', '<br>')}</audio></p>`;
}

/** With a picture a text has to be a page. A text that a page would change stays plain, and its pictures beside it. */
function illustrated(name: string, content: string, shown: readonly (Shown | undefined)[], more: Record<string, string> = {}, ...children: Markup[]): Markup {
  const beside = shown.filter((each) => each !== undefined);
  if (beside.length === 0) return plain(name, content, more, ...children);
  const page = content.split('\n').map((line) => `<p>${escaped(line)}</p>`).join('');
  const kept = textOfHtml(page).text === content;
  const files = beside.map((each) => element('file', { name: each.name, path: '/', encoding: 'base64' }, each.base64));
  return element(name, { ...more, format: kept ? 'html' : 'plain_text' }, text(kept ? page + beside.map(inPage).join('') : content), ...files, ...children);
}

const value = (name: string, content: string): Markup => element(name, {}, ...(content === '' ? [] : [content]));

/** Moodle knows certain shares only: 100 divided by up to ten, to five places. */
const shareOf = (right: number): string => (100 / Math.max(1, Math.min(right, 10))).toFixed(5).replace(/\.?0+$/u, '');

const answer = (fraction: string, { text: content, feedback }: Pick<Option, 'text' | 'feedback'>, shown?: Shown, ...more: Markup[]): Markup =>
  illustrated('answer', content, [shown], { fraction }, plain('feedback', feedback), ...more);

function choices(options: readonly Option[], single: boolean, shown: readonly Shown[]): Markup[] {
  const right = options.filter((option) => option.right).length;
  const [yes, no] = single ? ['100', '0'] : [shareOf(right), '-100'];
  return [
    value('single', String(single)), value('shuffleanswers', 'true'), value('answernumbering', 'ABCD'),
    ...options.map((option, at) => answer(option.right ? yes : no, option, shownAt(shown, at))),
  ];
}

const bare = (content: string): Pick<Option, 'text' | 'feedback'> => ({ text: content, feedback: '' });

function partsOf(question: Question, shown: readonly Shown[]): Markup[] {
  switch (question.type) {
    case 'single':
    case 'multiple':
      return choices(question.options, question.type === 'single', shown);
    case 'truefalse':
      return [true, false].map((side) => answer(side === question.answer ? '100' : '0', bare(String(side))));
    case 'matching': {
      const rows = [...question.pairs, ...question.extra.map((right) => ({ left: '', right }))];
      return [value('shuffleanswers', 'true'), ...rows.map(({ left, right }) => plain('subquestion', left, {}, element('answer', {}, text(right))))];
    }
    case 'ordering':
      return [
        value('layouttype', 'VERTICAL'), value('selecttype', 'ALL'), value('selectcount', '0'), value('gradingtype', 'ALL_OR_NOTHING'),
        ...question.steps.map((step, at) => plain('answer', step, { fraction: `${at + 1}.0000000` })),
      ];
    case 'short':
      // An asterisk alone would accept anything.
      return [value('usecase', '0'), ...question.accepted.map((each) => answer('100', bare(each.replaceAll('*', '\\*'))))];
    case 'number':
      return [answer('100', bare(String(question.answer)), undefined, value('tolerance', String(question.tolerance)))];
    case 'open':
      return [
        value('responseformat', 'plain'), value('responserequired', '1'), value('responsefieldlines', '15'), value('attachments', '0'),
        plain('graderinfo', question.rubric), plain('responsetemplate', ''),
      ];
  }
}

const TYPES: Record<Question['type'], string> = {
  single: 'multichoice', multiple: 'multichoice', truefalse: 'truefalse', matching: 'matching', ordering: 'ordering',
  short: 'shortanswer', number: 'numerical', open: 'essay',
};

/** Moodle lists questions by their names. */
const nameOf = (stem: string, at: number): string => `${at + 1}. ${stem.split('\n')[0]!.slice(0, 80)}`.toWellFormed();

/** The `quiz`, to be written with `writeMarkup`. */
export const writeMoodle = (items: readonly (Item & { shown?: readonly Shown[] })[]): Markup =>
  element('quiz', {}, ...items.map(({ stem, question, explanation, tags, shown = [] }, at) =>
    element('question', { type: TYPES[question.type] },
      element('name', {}, text(nameOf(stem, at))),
      illustrated('questiontext', stem, [shownAt(shown, null), ...soundsOf(shown)]),
      plain('generalfeedback', explanation),
      value('defaultgrade', '1'),
      value('penalty', '0'),
      value('hidden', '0'),
      ...partsOf(question, shown),
      ...(tags.length > 0 ? [element('tags', {}, ...tags.map((tag) => element('tag', {}, text(tag))))] : []))));
