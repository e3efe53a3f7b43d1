/**
 * Moodle XML: `<quiz><question type="…">`. Source: docs.moodle.org, "Moodle XML format", and what Moodle 4 writes.
 * Texts come as HTML, of which only the text is kept, or plain.
 */
import { deep, every, first, textOf, type Markup } from '#platform/markup/tree.ts';
import type { Option, Question } from '../item.ts';
import { noteLeft, textOfHtml, type Take } from './flow.ts';
import { addPicture, nameOfPath, type Picture, type Pictures } from './picture.ts';
import { quote, type ImportNote, type Understood, type UnderstoodItem } from './understood.ts';

type Notes = ((code: string, text?: string, at?: Markup) => void) & {
  /** Puts a picture to the question, where it can have one; false when it cannot. */
  picture?(picture: Omit<Picture, 'option'>, content: string): boolean;
};

const addressed = (src: string): string => {
  try {
    return decodeURIComponent(nameOfPath(src));
  } catch {
    return nameOfPath(src);
  }
};

/** Pictures and recordings stand as files beside the text that shows them, or within its address. */
function takePicture(holder: Markup, note: Notes, used: Set<string>): Take {
  return (src, text, language) => {
    const inline = /^data:image\/[a-z+.-]+;base64,([A-Za-z0-9+/=\s]+)$/u.exec(src)?.[1];
    const name = inline ? 'hinh' : addressed(src);
    const content = inline ?? textOf(every(holder, 'file').find(({ attributes }) => attributes.name === name));
    if (content.trim() === '') return false;
    used.add(name);
    return note.picture?.({ key: `${holder.line} ${name}`, name, text, ...(language ? { language } : {}) }, content.replace(/\s+/gu, '')) ?? false;
  };
}

const said = (question: Markup, name: string): string => textOf(first(question, name)).trim();

/** A text of a question, in whatever format it says; what is no text is noted where it stands. */
function textIn(holder: Markup | undefined, note: Notes): string {
  if (!holder) return '';
  const text = textOf(first(holder, 'text'));
  const { format } = holder.attributes;
  if (format === 'plain_text' || format === 'markdown') return text;
  // Without a word on it, texts with tags are HTML: Moodle says so since version 2.
  if (format === undefined && !/<[a-z/][^<>]*>|&[a-z]+;|&#\d+;/iu.test(text)) return text;
  const flowed = textOfHtml(format === 'moodle_auto_format' ? text.replace(/\r?\n/gu, '<br>') : text);
  const used = new Set<string>();
  noteLeft(flowed.left, note, holder, takePicture(holder, note, used));
  for (const file of every(holder, 'file')) if (!used.has(file.attributes.name ?? '')) note('picture.left', file.attributes.name ?? '', file);
  return flowed.text;
}

const rawIn = (holder: Markup | undefined): string => textOf(first(holder, 'text'));

type Answer = { text: string; weight: number; feedback: string; at: Markup };

/** Options are pages; what is typed to answer is plain whatever the file says, in Moodle too. */
const answersIn = (question: Markup, note: Notes, typed = false, placed: (option: number) => Notes = () => note): Answer[] =>
  every(question, 'answer').map((at, option) => ({
    text: typed ? rawIn(at) : textIn(at, placed(option)), weight: Number(at.attributes.fraction ?? 0) || 0, feedback: textIn(first(at, 'feedback'), note), at,
  }));

const isTrue = (text: string): boolean => text === 'true' || text === '1';

function choice(question: Markup, note: Notes, placed: Placed): Question {
  const answers = answersIn(question, note, false, placed);
  const single = isTrue(said(question, 'single') || 'true');
  const options = answers.map(({ text, feedback, weight }): Option => ({ text, feedback, right: single ? weight >= 99.99 : weight > 0 }));
  // Half a point for a half-right option is not kept: an answer is right or it is not.
  const shares = answers.filter(({ weight }) => weight > 0).map(({ weight }) => weight);
  if (single ? shares.some((share) => share < 99.99) : new Set(shares.map(Math.round)).size > 1) note('partial');
  return { type: single ? 'single' : 'multiple', options };
}

/** Feedback of what has no place for it is named, so that somebody can put it into the explanation. */
function noteFeedback(answers: readonly Answer[], note: Notes): void {
  const texts = answers.map(({ feedback }) => feedback).filter((text) => text !== '');
  if (texts.length > 0) note('feedback.left', quote(texts.join(' · ')), answers[0]!.at);
}

function truth(question: Markup, note: Notes): Question | undefined {
  const answers = answersIn(question, note, true);
  const right = answers.find(({ weight }) => weight > 0)?.text.trim().toLowerCase();
  noteFeedback(answers, note);
  return right === 'true' || right === 'false' ? { type: 'truefalse', answer: right === 'true' } : undefined;
}

function matching(question: Markup, note: Notes): Question {
  const parts = every(question, 'subquestion').map((at) => ({ left: textIn(at, note), right: rawIn(first(at, 'answer')) }));
  return {
    type: 'matching',
    pairs: parts.filter(({ left }) => left.trim() !== ''),
    extra: parts.filter(({ left }) => left.trim() === '').map(({ right }) => right),
  };
}

/** The "fraction" of a step is its place. */
const ordering = (question: Markup, note: Notes): Question => ({
  type: 'ordering', steps: answersIn(question, note).sort((a, b) => a.weight - b.weight).map(({ text }) => text),
});

function short(question: Markup, note: Notes): Question {
  const answers = answersIn(question, note, true);
  if (isTrue(said(question, 'usecase'))) note('short.case');
  noteFeedback(answers, note);
  const accepted = answers.filter(({ weight }) => weight >= 99.99).map(({ text }) => text);
  if (answers.some(({ weight }) => weight > 0 && weight < 99.99)) note('partial');
  if (accepted.some((text) => /(?<!\\)\*/u.test(text))) note('short.wildcard');
  return { type: 'short', accepted: accepted.map((text) => text.replaceAll('\\*', '*')), folded: false };
}

function numeric(question: Markup, note: Notes): Question | undefined {
  const answers = answersIn(question, note, true);
  const right = answers.filter(({ weight }) => weight >= 99.99);
  noteFeedback(answers, note);
  if (right.length > 1 || answers.some(({ weight }) => weight > 0 && weight < 99.99)) note('number.several');
  if (deep(question, 'unit').length > 0) note('number.unit');
  const [best] = right;
  const answer = best ? Number(best.text.trim().replace(',', '.')) : Number.NaN;
  const tolerance = best ? Math.abs(Number(said(best.at, 'tolerance').replace(',', '.'))) : 0;
  return best && best.text.trim() !== '' && Number.isFinite(answer) && Number.isFinite(tolerance) ? { type: 'number', answer, tolerance } : undefined;
}

function essay(question: Markup, note: Notes): Question {
  if (textIn(first(question, 'responsetemplate'), note).trim() !== '') note('template.left');
  return { type: 'open', rubric: textIn(first(question, 'graderinfo'), note) };
}

/** The same notes, with a place for a picture. */
type Placed = (option: number | null) => Notes;

const READERS: Record<string, (question: Markup, note: Notes, placed: Placed) => Question | undefined> = {
  multichoice: choice, truefalse: truth, matching, ordering, shortanswer: short, numerical: numeric, essay,
};

/** "$course$/top/Điều lệ/Chương 1" → the names that somebody gave; "//" is a slash within a name. */
const categoryTags = (path: string): string[] =>
  path.split(/(?<!\/)\/(?!\/)/u).map((part) => part.replaceAll('//', '/').trim())
    .filter((part) => part !== '' && part !== 'top' && !/^\$.*\$$/u.test(part) && !/^(default for|mặc định cho)\s/iu.test(part));

function readQuestion(question: Markup, category: readonly string[], contents: Pictures): UnderstoodItem | ImportNote {
  const { line } = question;
  const type = question.attributes.type ?? '';
  const reader = READERS[type];
  if (!reader) return { line, code: 'type.unknown', text: type };
  const notes: ImportNote[] = [];
  const note: Notes = (code, text = '', at = question) => {
    // The same picture in five options is one thing to know.
    if (!notes.some((other) => other.code === code && other.text === text)) notes.push({ line: at.line || line, code, text });
  };
  const pictures: Picture[] = [];
  const placed: Placed = (option) => Object.assign((...said: Parameters<Notes>) => note(...said), {
    picture(picture: Omit<Picture, 'option'>, content: string): boolean {
      if (!addPicture(pictures, { ...picture, option })) return false;
      contents.set(picture.key, content);
      return true;
    },
  });
  const stem = textIn(first(question, 'questiontext'), placed(null));
  const explanation = textIn(first(question, 'generalfeedback'), note);
  const read = reader(question, note, placed);
  if (!read) note('answers.unknown', quote(every(question, 'answer').map((each) => textOf(first(each, 'text')).trim()).join(' · ')));
  const hints = every(question, 'hint').filter((hint) => textOf(first(hint, 'text')).trim() !== '');
  if (hints.length > 0) note('hints.left', String(hints.length), hints[0]);
  const own = deep(first(question, 'tags'), 'tag').map((tag) => textOf(tag).trim());
  const item = { stem, question: read ?? { type: 'short' as const, accepted: [], folded: false }, explanation, tags: [...own, ...category] };
  return { line, item, ...(pictures.length > 0 ? { pictures } : {}), notes };
}

/** What was understood; `root` must be the `quiz`. @param contents gets the content of the pictures */
export function readMoodle(root: Markup, contents: Pictures = new Map()): Understood {
  const understood: Understood = { items: [], notes: [] };
  let category: string[] = [];
  for (const question of every(root, 'question')) {
    if (question.attributes.type === 'category') {
      category = categoryTags(textOf(first(first(question, 'category'), 'text')).trim());
      continue;
    }
    const read = readQuestion(question, category, contents);
    if ('code' in read) understood.notes.push(read);
    else understood.items.push(read);
  }
  return understood;
}
