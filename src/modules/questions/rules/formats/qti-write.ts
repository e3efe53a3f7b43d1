/**
 * Questions as a QTI 2.1 package. Everything that is scored as a whole uses the standard's templates; feedback needs
 * rules of its own, which are written out.
 */
import { element, writeMarkup, type Markup, type MarkupFile } from '#platform/markup/tree.ts';
import type { Difficulty } from '../bank.ts';
import type { Option, Question } from '../item.ts';
import type { BankItem } from './carry.ts';
import { shownAt, soundsOf, type Shown } from './picture.ts';
import { FOLDED_CLASS } from './qti.ts';

const QTI = 'http://www.imsglobal.org/xsd/imsqti_v2p1';
const TEMPLATES = 'http://www.imsglobal.org/question/qti_v2p1/rptemplates';
const ID = 'RESPONSE';

const paragraphs = (text: string): Markup[] => text.split('\n').filter((line) => line !== '').map((line) => element('p', {}, line));
const value = (text: string): Markup => element('value', {}, text);
const letter = (at: number): string => String.fromCharCode(65 + at);

type Kind = { cardinality: 'single' | 'multiple' | 'ordered'; baseType: string };
const declare = (kind: Kind, values: readonly string[], ...more: Markup[]): Markup =>
  element('responseDeclaration', { identifier: ID, ...kind }, ...(values.length > 0 ? [element('correctResponse', {}, ...values.map(value))] : []), ...more);
const template = (name: string): Markup => element('responseProcessing', { template: `${TEMPLATES}/${name}` });
const variable = element('variable', { identifier: ID });
const score = (points: string): Markup => element('setOutcomeValue', { identifier: 'SCORE' }, element('baseValue', { baseType: 'float' }, points));
const either = (test: Markup): Markup =>
  element('responseCondition', {}, element('responseIf', {}, test, score('1')), element('responseElse', {}, score('0')));
const isKey = element('match', {}, variable, element('correct', { identifier: ID }));

type Parts = { declaration: Markup; outcomes?: Markup[]; body: Markup[]; processing?: Markup };

/** Where a picture or recording stands in the package. */
export const packedAt = ({ name }: Shown): string => `media/${name}`;
/** As seen from the file of an item. */
const image = (shown: Shown | undefined): Markup[] => (shown ? [element('img', { src: `../${packedAt(shown)}`, alt: shown.text })] : []);

/** What is said in it stands within, for programs that cannot play it. */
const sound = (shown: Shown): Markup => element('p', {}, element('object',
  { data: `../${packedAt(shown)}`, type: shown.type, 'xml:lang': shown.language ?? '' },
  ...shown.text.split('\n').flatMap((line, at) => (at === 0 ? [line] : [element('br', {}), line]))));

function choiceParts(options: readonly Option[], multiple: boolean, shown: readonly Shown[]): Parts {
  const kind: Kind = { cardinality: multiple ? 'multiple' : 'single', baseType: 'identifier' };
  const said = options.some(({ feedback }) => feedback !== '');
  const choices = options.map(({ text, feedback }, at) =>
    element('simpleChoice', { identifier: letter(at) }, text, ...image(shownAt(shown, at)),
      ...(feedback === '' ? [] : [element('feedbackInline', { outcomeIdentifier: 'FEEDBACK', identifier: letter(at), showHide: 'show' }, feedback)])));
  const right = options.flatMap((option, at) => (option.right ? [letter(at)] : []));
  return {
    declaration: declare(kind, right),
    ...(said ? { outcomes: [element('outcomeDeclaration', { identifier: 'FEEDBACK', ...kind })] } : {}),
    body: [element('choiceInteraction', { responseIdentifier: ID, shuffle: 'true', maxChoices: multiple ? '0' : '1' }, ...choices)],
    processing: said
      ? element('responseProcessing', {}, either(isKey), element('setOutcomeValue', { identifier: 'FEEDBACK' }, variable))
      : template('match_correct'),
  };
}

function matchParts({ pairs, extra }: Extract<Question, { type: 'matching' }>): Parts {
  // Equal rights are one choice, which may then be used as often.
  const rights = [...new Set(pairs.map(({ right }) => right))];
  const uses = (right: string): string => String(pairs.filter((pair) => pair.right === right).length);
  const values = pairs.map(({ right }, at) => `L${at + 1} R${rights.indexOf(right) + 1}`);
  const entries = values.map((key) => element('mapEntry', { mapKey: key, mappedValue: (1 / pairs.length).toFixed(6) }));
  const side = (identifier: string, matchMax: string, text: string) => element('simpleAssociableChoice', { identifier, matchMax }, text);
  return {
    declaration: declare({ cardinality: 'multiple', baseType: 'directedPair' }, values, element('mapping', { defaultValue: '0', lowerBound: '0' }, ...entries)),
    body: [element('matchInteraction', { responseIdentifier: ID, shuffle: 'true', maxAssociations: String(pairs.length) },
      element('simpleMatchSet', {}, ...pairs.map(({ left }, at) => side(`L${at + 1}`, '1', left))),
      element('simpleMatchSet', {}, ...rights.map((right, at) => side(`R${at + 1}`, uses(right), right)),
        ...extra.map((text, at) => side(`X${at + 1}`, '1', text))))],
    processing: template('map_response'),
  };
}

/** In the order of their texts: a program that does not shuffle must not show the key. */
function orderParts(steps: readonly string[]): Parts {
  const choices = steps.map((text, at) => ({ id: `S${at + 1}`, text })).toSorted((a, b) => (a.text < b.text ? -1 : 1));
  return {
    declaration: declare({ cardinality: 'ordered', baseType: 'identifier' }, steps.map((_, at) => `S${at + 1}`)),
    body: [element('orderInteraction', { responseIdentifier: ID, shuffle: 'true' }, ...choices.map(({ id, text }) => element('simpleChoice', { identifier: id }, text)))],
    processing: template('match_correct'),
  };
}

const field = (more: Record<string, string>): Markup => element('p', {}, element('textEntryInteraction', { responseIdentifier: ID, ...more }));

function shortParts({ accepted, folded }: Extract<Question, { type: 'short' }>): Parts {
  const entries = accepted.map((text) => element('mapEntry', { mapKey: text, mappedValue: '1', caseSensitive: 'false' }));
  return {
    declaration: declare({ cardinality: 'single', baseType: 'string' }, accepted.slice(0, 1), element('mapping', { defaultValue: '0' }, ...entries)),
    body: [field({ expectedLength: '40', ...(folded ? { class: FOLDED_CLASS } : {}) })],
    processing: template('map_response'),
  };
}

function numberParts({ answer, tolerance }: Extract<Question, { type: 'number' }>): Parts {
  const near: Record<string, string> = tolerance === 0 ? { toleranceMode: 'exact' } : { toleranceMode: 'absolute', tolerance: `${tolerance} ${tolerance}` };
  return {
    declaration: declare({ cardinality: 'single', baseType: 'float' }, [String(answer)]),
    body: [field({ expectedLength: '12' })],
    processing: element('responseProcessing', {}, either(element('equal', near, variable, element('correct', { identifier: ID })))),
  };
}

function partsOf(question: Question, shown: readonly Shown[]): Parts {
  switch (question.type) {
    case 'single':
    case 'multiple':
      return choiceParts(question.options, question.type === 'multiple', shown);
    case 'truefalse': {
      const sides = [['true', 'Đúng'], ['false', 'Sai']] as const;
      const choices = sides.map(([identifier, text]) => element('simpleChoice', { identifier }, text));
      return {
        declaration: declare({ cardinality: 'single', baseType: 'identifier' }, [String(question.answer)]),
        body: [element('choiceInteraction', { responseIdentifier: ID, shuffle: 'false', maxChoices: '1' }, ...choices)],
        processing: template('match_correct'),
      };
    }
    case 'matching':
      return matchParts(question);
    case 'ordering':
      return orderParts(question.steps);
    case 'short':
      return shortParts(question);
    case 'number':
      return numberParts(question);
    case 'open':
      return {
        declaration: declare({ cardinality: 'single', baseType: 'string' }, []),
        body: [
          element('extendedTextInteraction', { responseIdentifier: ID, expectedLines: '15' }),
          ...(question.rubric === '' ? [] : [element('rubricBlock', { view: 'scorer' }, ...paragraphs(question.rubric))]),
        ],
      };
  }
}

const OUTCOME = element('outcomeDeclaration', { identifier: 'SCORE', cardinality: 'single', baseType: 'float' }, element('defaultValue', {}, value('0')));

function itemMarkup({ stem, question, explanation, shown = [] }: BankItem, identifier: string): Markup {
  const { declaration, outcomes = [], body, processing } = partsOf(question, shown);
  const told = explanation === '' ? [] : [element('outcomeDeclaration', { identifier: 'EXPLANATION', cardinality: 'single', baseType: 'identifier' })];
  return element('assessmentItem', {
    xmlns: QTI, 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    'xsi:schemaLocation': `${QTI} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1p1.xsd`,
    identifier, title: stem.split('\n')[0]!.slice(0, 80).toWellFormed(), adaptive: 'false', timeDependent: 'false',
  },
  declaration, OUTCOME, ...outcomes, ...told,
  element('itemBody', {}, ...paragraphs(stem), ...image(shownAt(shown, null)).map((each) => element('p', {}, each)), ...soundsOf(shown).map(sound), ...body),
  ...(processing ? [processing] : []),
  // Hidden only when the outcome is NONE, which nothing ever sets: the explanation shows whatever was answered.
  ...(explanation === '' ? [] : [element('modalFeedback', { outcomeIdentifier: 'EXPLANATION', identifier: 'NONE', showHide: 'hide' }, ...paragraphs(explanation))]));
}

const DIFFICULTY: Record<Difficulty, string> = { 1: 'easy', 2: 'medium', 3: 'difficult' };

function resourceOf({ tags, difficulty, shown = [] }: BankItem, identifier: string, href: string): Markup {
  const keywords = tags.map((tag) => element('lom:keyword', {}, element('lom:string', { language: 'vi' }, tag)));
  return element('resource', { identifier: `${identifier}-R`, type: 'imsqti_item_xmlv2p1', href },
    element('metadata', {}, element('lom:lom', {},
      ...(keywords.length > 0 ? [element('lom:general', {}, ...keywords)] : []),
      element('lom:educational', {}, element('lom:difficulty', {},
        element('lom:source', {}, 'LOMv1.0'), element('lom:value', {}, DIFFICULTY[difficulty]))))),
    element('file', { href }), ...shown.map((each) => element('file', { href: packedAt(each) })));
}

/** The files of a package, the manifest first. */
export function writeQti(items: readonly BankItem[]): MarkupFile[] {
  const all = items.map((item, at) => {
    const identifier = `CAU-${String(at + 1).padStart(4, '0')}`;
    return { item, identifier, path: `items/${identifier}.xml` };
  });
  const manifest = element('manifest', {
    xmlns: 'http://www.imsglobal.org/xsd/imscp_v1p1', 'xmlns:lom': 'http://ltsc.ieee.org/xsd/LOM', identifier: 'CAU-NOI',
  },
  element('metadata', {}, element('schema', {}, 'QTIv2.1 Package'), element('schemaversion', {}, '1.0.0')),
  element('organizations', {}),
  element('resources', {}, ...all.map(({ item, identifier, path }) => resourceOf(item, identifier, path))));
  return [{ path: 'imsmanifest.xml', root: manifest }, ...all.map(({ item, identifier, path }) => ({ path, root: itemMarkup(item, identifier) }))];
}

/** The same as texts by their paths. */
export const qtiFiles = (files: readonly MarkupFile[]): Map<string, string> => new Map(files.map(({ path, root }) => [path, writeMarkup(root)]));
