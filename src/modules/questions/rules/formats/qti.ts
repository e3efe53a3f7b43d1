/**
 * QTI 2.1 and 2.2: an item alone, or a package with its manifest. Source: IMS Question & Test Interoperability,
 * Assessment Test, Section, and Item Information Model 2.1, §§7–8; Content Packaging 1.1.
 */
import { deep, every, first, textOf, type Markup, type MarkupFile } from '#platform/markup/tree.ts';
import type { Difficulty } from '../bank.ts';
import type { Option, Question } from '../item.ts';
import { noteLeft, type Take } from './flow.ts';
import { contentOf, stemOf } from './qti-text.ts';
import { addPicture, nameOfPath, type Picture } from './picture.ts';
import { quote, type ImportNote, type Understood, type UnderstoodItem } from './understood.ts';

/** The class that says that accents do not matter; other programs leave it alone. */
export const FOLDED_CLASS = 'fold-diacritics';

type Note = (code: string, text?: string, at?: Markup) => void;
type Asked = { root: Markup; interaction: Markup; declaration: Markup | undefined; note: Note; placed?: (option: number | null) => Take };

function interactionsIn(within: Markup | undefined): Markup[] {
  if (!within) return [];
  return within.children.flatMap((child) => {
    if (typeof child === 'string') return [];
    return child.name.endsWith('Interaction') ? [child] : interactionsIn(child);
  });
}

const valuesOf = (declaration: Markup | undefined): string[] =>
  every(first(declaration, 'correctResponse'), 'value').map((value) => textOf(value).trim());

/** Keys of the mapping that earn the most, when that is something; others earn a part. */
function mapped({ declaration, note }: Asked): string[] {
  const entries = every(first(declaration, 'mapping'), 'mapEntry').map(({ attributes }) => ({ key: attributes.mapKey ?? '', value: Number(attributes.mappedValue) }));
  const most = Math.max(0, ...entries.map(({ value }) => value));
  if (entries.some(({ value }) => value > 0 && value < most)) note('partial');
  return most > 0 ? entries.filter(({ value }) => value === most).map(({ key }) => key) : [];
}

function textOfChoice(choice: Markup, note: Note, take?: Take): { text: string; feedback: string } {
  const { text, left, feedback } = contentOf(choice);
  noteLeft(left, note, choice, take);
  return { text: text.replaceAll('\n', ' '), feedback };
}

const TRUE = /^(?:đúng|true)$/iu;
const FALSE = /^(?:sai|false)$/iu;

/** Two choices named or called true and false; single letters are names of an ordinary choice. */
function truthOf(ids: readonly string[], options: readonly Option[]): boolean | undefined {
  if (options.length !== 2 || options.filter(({ right }) => right).length !== 1 || options.some(({ feedback }) => feedback !== '')) return undefined;
  const sides = ids.some((id) => id.length === 1) ? [] : ids.every((id) => TRUE.test(id) || FALSE.test(id)) ? ids : options.map(({ text }) => text);
  const yes = sides.findIndex((side) => TRUE.test(side));
  return yes >= 0 && sides.some((side) => FALSE.test(side)) ? options[yes]!.right : undefined;
}

function choice(asked: Asked): Question {
  const { interaction, declaration, note } = asked;
  const choices = every(interaction, 'simpleChoice');
  const said = valuesOf(declaration);
  const multiple = declaration?.attributes.cardinality === 'multiple';
  const byMap = mapped({ ...asked, note: said.length > 0 ? () => undefined : note });
  const right = new Set(said.length > 0 ? said : multiple ? everyPositive(declaration) : byMap);
  const ids = choices.map(({ attributes }) => attributes.identifier ?? '');
  const options = choices.map((each, at): Option => ({ ...textOfChoice(each, note, asked.placed?.(at)), right: right.has(ids[at]!) }));
  if (right.size === 0) note('answers.missing', '', interaction);
  const truth = multiple ? undefined : truthOf(ids, options);
  if (truth !== undefined) return { type: 'truefalse', answer: truth };
  return { type: multiple ? 'multiple' : 'single', options };
}

const everyPositive = (declaration: Markup | undefined): string[] =>
  every(first(declaration, 'mapping'), 'mapEntry').filter(({ attributes }) => Number(attributes.mappedValue) > 0)
    .map(({ attributes }) => attributes.mapKey ?? '');

function match({ interaction, declaration, note }: Asked): Question {
  const [lefts = [], rights = []] = every(interaction, 'simpleMatchSet').map((set) => every(set, 'simpleAssociableChoice'));
  const said = valuesOf(declaration);
  const pairs = (said.length > 0 ? said : everyPositive(declaration)).map((value) => value.split(/\s+/u));
  if (pairs.length === 0) note('answers.missing', '', interaction);
  const idOf = ({ attributes }: Markup): string => attributes.identifier ?? '';
  const used = new Set<string>();
  const matched = lefts.map((left) => {
    const own = pairs.flatMap(([a, b]) => (a === idOf(left) ? [b ?? ''] : b === idOf(left) ? [a ?? ''] : []));
    if (own.length > 1) note('match.several', '', left);
    const right = rights.find((each) => idOf(each) === own[0]);
    if (right) used.add(idOf(right));
    return { left: textOfChoice(left, note).text, right: right ? textOfChoice(right, note).text : '' };
  });
  return { type: 'matching', pairs: matched, extra: rights.filter((each) => !used.has(idOf(each))).map((each) => textOfChoice(each, note).text) };
}

function order({ interaction, declaration, note }: Asked): Question {
  const choices = every(interaction, 'simpleChoice');
  const said = valuesOf(declaration);
  if (said.length === 0) note('answers.missing', '', interaction);
  const steps = said.flatMap((id) => choices.filter(({ attributes }) => attributes.identifier === id));
  return { type: 'ordering', steps: steps.map((each) => textOfChoice(each, note).text) };
}

/** How far a number may lie from the key, by the comparison in the processing; a part of a hundred of it when relative. */
function rangeOf({ root, interaction, note }: Asked, key: number): { answer: number; tolerance: number } {
  const equal = deep(first(root, 'responseProcessing'), 'equal').find((each) =>
    deep(each, 'variable').some(({ attributes }) => attributes.identifier === interaction.attributes.responseIdentifier));
  const mode = equal?.attributes.toleranceMode ?? 'exact';
  const [below = 0, above = below] = (equal?.attributes.tolerance ?? '').split(/\s+/u).filter((part) => part !== '').map(Number);
  if (mode === 'exact' || !Number.isFinite(below) || !Number.isFinite(above)) return { answer: key, tolerance: 0 };
  const size = mode === 'relative' ? Math.abs(key) / 100 : 1;
  const [low, high] = [Math.abs(below) * size, Math.abs(above) * size];
  if (low === high) return { answer: key, tolerance: low };
  note('number.range', '', equal);
  return { answer: key + (high - low) / 2, tolerance: (low + high) / 2 };
}

function entry(asked: Asked): Question | undefined {
  const { interaction, declaration, note } = asked;
  const said = valuesOf(declaration);
  const { baseType } = declaration?.attributes ?? {};
  if (baseType === 'float' || baseType === 'integer') {
    const [key = ''] = [...said, ...mapped(asked)];
    if (said.length > 1) note('number.several');
    if (key === '' || !Number.isFinite(Number(key))) note('answers.missing', '', interaction);
    else return { type: 'number', ...rangeOf(asked, Number(key)) };
    return { type: 'short', accepted: [], folded: false };
  }
  const accepted = [...new Set([...said, ...mapped(asked)])];
  if (accepted.length === 0) note('answers.missing', '', interaction);
  // Without a word on it capitals matter in QTI 2.1; nobody means it.
  if (deep(first(declaration, 'mapping'), 'mapEntry').some(({ attributes }) => attributes.caseSensitive === 'true')) note('short.case');
  const folded = (interaction.attributes.class ?? '').split(/\s+/u).includes(FOLDED_CLASS);
  return { type: 'short', accepted, folded };
}

function open({ root, declaration, note }: Asked): Question {
  const rubrics = deep(first(root, 'itemBody'), 'rubricBlock').filter(({ attributes }) => /scorer|tutor/u.test(attributes.view ?? ''));
  const texts = rubrics.map((rubric) => {
    const { text, left } = contentOf(rubric);
    noteLeft(left, note, rubric);
    return text;
  });
  // A model answer helps whoever reads the answers.
  return { type: 'open', rubric: (texts.length > 0 ? texts : valuesOf(declaration)).join('\n') };
}

const READERS: Record<string, (asked: Asked) => Question | undefined> = {
  choiceInteraction: choice, matchInteraction: match, orderInteraction: order, textEntryInteraction: entry, extendedTextInteraction: open,
};
const OWN_SCORING = ['customOperator', 'mathOperator', 'patternMatch', 'substring', 'stringMatch', 'product', 'divide', 'random'];

function explanationOf(root: Markup, note: Note): string {
  const texts = every(root, 'modalFeedback').map((feedback) => {
    const { text, left } = contentOf(feedback);
    noteLeft(left, note, feedback);
    return text;
  }).filter((text) => text !== '');
  const different = [...new Set(texts)];
  if (different.length <= 1) return different[0] ?? '';
  // "Right!" and "wrong!" explain nothing to whoever did the other.
  note('feedback.left', quote(different.join(' · ')), first(root, 'modalFeedback'));
  return '';
}

function readItem(root: Markup, folder: string, packed: ReadonlySet<string>): UnderstoodItem | ImportNote {
  const body = first(root, 'itemBody');
  const [interaction, ...more] = interactionsIn(body);
  const { line } = root;
  if (!body || !interaction) return { line, code: 'interaction.none', text: root.attributes.title ?? '' };
  if (more.length > 0) return { line: more[0]!.line, code: 'interaction.several', text: [interaction, ...more].map(({ name }) => name).join(', ') };
  const reader = READERS[interaction.name];
  if (!reader) return { line: interaction.line, code: 'interaction.unknown', text: interaction.name };
  const notes: ImportNote[] = [];
  const note: Note = (code, text = '', at = root) => {
    if (!notes.some((other) => other.code === code && other.text === text)) notes.push({ line: at.line, code, text });
  };
  const declaration = every(root, 'responseDeclaration').find(({ attributes }) => attributes.identifier === interaction.attributes.responseIdentifier);
  const pictures: Picture[] = [];
  const placed = (option: number | null): Take => (src, text, language) => {
    const key = [pathOf(folder, src), decoded(pathOf(folder, src))].find((path) => packed.has(path));
    return key !== undefined && addPicture(pictures, { option, key, name: nameOfPath(key), text, ...(language ? { language } : {}) });
  };
  const { text: stem, left } = stemOf(body);
  noteLeft(left, note, body, placed(null));
  const question = reader({ root, interaction, declaration, note, placed })!;
  const [own] = deep(first(root, 'responseProcessing'), ...OWN_SCORING);
  if (own) note('processing.custom', '', own);
  return { line, item: { stem, question, explanation: explanationOf(root, note), tags: [] }, ...(pictures.length > 0 ? { pictures } : {}), notes };
}

const DIFFICULTY: Record<string, Difficulty> = { 'very easy': 1, easy: 1, medium: 2, difficult: 3, 'very difficult': 3 };

/** What the manifest says of a resource. */
function metadataOf(resource: Markup): { tags: string[]; difficulty?: Difficulty } {
  const tags = deep(resource, 'keyword').flatMap((keyword) => deep(keyword, 'string', 'langstring').map((text) => textOf(text).trim()));
  const said = deep(resource, 'difficulty').map((each) => textOf(deep(each, 'value')[0]).trim().toLowerCase())[0] ?? '';
  const difficulty = DIFFICULTY[said];
  return difficulty ? { tags, difficulty } : { tags };
}

function pathOf(folder: string, href: string): string {
  const path: string[] = [];
  for (const step of `${folder}${href.split(/[?#]/u)[0]}`.split('/')) {
    if (step === '..') path.pop();
    else if (step !== '.' && step !== '') path.push(step);
  }
  return path.join('/');
}

type Package = { files: ReadonlyMap<string, Markup>; folder: string; manifest: string; packed: ReadonlySet<string> };

function readResource(resource: Markup, { files, folder, manifest, packed }: Package, understood: Understood): void {
  const href = resource.attributes.href ?? first(resource, 'file')?.attributes.href ?? '';
  const said = pathOf(folder, href);
  const part = files.has(said) ? said : decoded(said);
  const root = files.get(part);
  const type = resource.attributes.type ?? '';
  const note = (code: string, text: string) => understood.notes.push({ part: manifest, line: resource.line, code, text });
  if (root?.name === 'assessmentItem') {
    const read = readItem(root, part.slice(0, part.lastIndexOf('/') + 1), packed);
    if ('code' in read) return void understood.notes.push({ part, ...read });
    const { tags, difficulty } = metadataOf(resource);
    understood.items.push({ ...read, part, item: { ...read.item, tags }, ...(difficulty ? { difficulty } : {}) });
  } else if (root?.name === 'assessmentTest') note('test.left', part);
  else if (/^imsqti_(?:item|test)/u.test(type)) note(root ? 'file.foreign' : 'file.missing', part);
  else if (root) note('file.foreign', part);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Undefined when there is no item in it at all. @param packed paths of the pictures and recordings in the package */
export function readQti(files: readonly MarkupFile[], packed: ReadonlySet<string> = new Set()): Understood | undefined {
  const understood: Understood = { items: [], notes: [] };
  const manifest = files.filter(({ root }) => root.name === 'manifest').toSorted((a, b) => a.path.length - b.path.length)[0];
  const items = files.filter(({ root }) => root.name === 'assessmentItem');
  if (items.length === 0) return undefined;
  if (manifest) {
    const folder = manifest.path.slice(0, manifest.path.lastIndexOf('/') + 1);
    const byPath = new Map(files.map(({ path, root }) => [path, root]));
    for (const resource of deep(manifest.root, 'resource')) readResource(resource, { files: byPath, folder, manifest: manifest.path, packed }, understood);
    return understood;
  }
  for (const { root } of items) {
    const read = readItem(root, '', packed);
    if ('code' in read) understood.notes.push(read);
    else understood.items.push(read);
  }
  return understood;
}
