import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newBudget, parseMarkup } from '#platform/markup/parse.server.ts';
import { bank, expectRoundTrip, illustrated } from '../../actions/formats-testing.ts';
import { problemsOf } from '../item.ts';
import { carry } from './carry.ts';
import { qtiCodec } from './codecs.ts';
import { qtiFiles } from './qti-write.ts';
import { readQti } from './qti.ts';
import { tidy } from './tidy.ts';

const parsed = (files: Record<string, string>) =>
  Object.entries(files).map(([path, text]) => ({ path, root: parseMarkup(text, newBudget()) }));
const read = (files: Record<string, string>) => tidy(readQti(parsed(files))!);
const item = (declaration: string, body: string, more = '') =>
  `<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="t">\n${declaration}\n<itemBody>\n${body}\n</itemBody>${more}</assessmentItem>`;
const declare = (kind: string, values: string, more = '') =>
  `<responseDeclaration identifier="RESPONSE" ${kind}><correctResponse>${values}</correctResponse>${more}</responseDeclaration>`;
const SINGLE = 'cardinality="single" baseType="identifier"';
const two = '<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Tỷ lệ?</prompt><simpleChoice identifier="c1">95 %</simpleChoice><simpleChoice identifier="c2">98 %</simpleChoice></choiceInteraction>';

describe('QTI', () => {
  it('gives back what was written, through the text of the files', () => {
    fc.assert(fc.property(bank, (items) => {
      expectRoundTrip(qtiCodec, items, (files) => readQti([...qtiFiles(files)].map(([path, text]) => ({ path, root: parseMarkup(text, newBudget()) }))) ?? { items: [], notes: [] });
    }), { numRuns: 300 });
  });

  it('holds everything', () => {
    fc.assert(fc.property(bank, (items) => void expect(carry(qtiCodec, items).told).toEqual([])), { numRuns: 300 });
  });

  it('carries pictures and recordings', () => {
    fc.assert(fc.property(illustrated, (items) => {
      expect(carry(qtiCodec, items).told).toEqual([]);
      expectRoundTrip(qtiCodec, items);
    }), { numRuns: 200 });
  });

  it('of one item is read with its prompt, and what it cannot take over', () => {
    const { items } = read({ '': item(declare(SINGLE, '<value>c2</value>'), `<p>Đọc <b>kỹ</b>:</p><p><img src="a.png" alt="Sơ đồ"/></p>${two}`,
      '<modalFeedback outcomeIdentifier="F" identifier="x" showHide="show">Kế hoạch</modalFeedback>') });
    expect(items[0]!.item).toEqual({
      stem: 'Đọc kỹ:\nTỷ lệ?', explanation: 'Kế hoạch', tags: [],
      question: { type: 'single', options: [{ text: '95 %', right: false, feedback: '' }, { text: '98 %', right: true, feedback: '' }] },
    });
    expect(items[0]!.notes).toEqual([{ line: 3, code: 'picture.left', text: 'Sơ đồ' }]);
  });

  it.each<[string, string, string, unknown, string[]]>([
    ['two keys', item(declare(SINGLE, '<value>c1</value><value>c2</value>'), two), 'key.several', expect.objectContaining({ type: 'single' }), []],
    ['no key', item(declare(SINGLE, ''), two), 'key.missing', expect.objectContaining({ type: 'single' }), ['answers.missing']],
    ['a key by points', item('<responseDeclaration identifier="RESPONSE" cardinality="multiple" baseType="identifier"><mapping><mapEntry mapKey="c1" mappedValue="1"/><mapEntry mapKey="c2" mappedValue="-1"/></mapping></responseDeclaration>', two),
      '', expect.objectContaining({ type: 'multiple', options: [expect.objectContaining({ right: true }), expect.objectContaining({ right: false })] }), []],
    ['a relative tolerance', item(declare('cardinality="single" baseType="float"', '<value>200</value>'), '<p>Bao nhiêu <textEntryInteraction responseIdentifier="RESPONSE"/> đồng?</p>',
      '<responseProcessing><responseCondition><responseIf><equal toleranceMode="relative" tolerance="1"><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal></responseIf></responseCondition></responseProcessing>'),
    '', { type: 'number', answer: 200, tolerance: 2 }, []],
    ['a mapping with parts', item(declare('cardinality="single" baseType="string"', '<value>Phú Hòa</value>', '<mapping><mapEntry mapKey="xã Phú Hòa" mappedValue="1" caseSensitive="true"/><mapEntry mapKey="Hòa" mappedValue="0.5"/></mapping>'), '<p>Xã <textEntryInteraction responseIdentifier="RESPONSE"/></p>'),
      '', { type: 'short', accepted: ['Phú Hòa', 'xã Phú Hòa'], folded: false }, ['partial', 'short.case']],
    ['a model answer', item(declare('cardinality="single" baseType="string"', '<value>Hai việc</value>'), '<extendedTextInteraction responseIdentifier="RESPONSE"><prompt>Đề xuất?</prompt></extendedTextInteraction>'),
      '', { type: 'open', rubric: 'Hai việc' }, []],
    ['an order without key', item(declare('cardinality="ordered" baseType="identifier"', ''), '<orderInteraction responseIdentifier="RESPONSE"><prompt>Xếp</prompt><simpleChoice identifier="a">x</simpleChoice></orderInteraction>'),
      'steps.few', { type: 'ordering', steps: [] }, ['answers.missing']],
    ['right and wrong', item(declare(SINGLE, '<value>sai1</value>'), '<choiceInteraction responseIdentifier="RESPONSE"><simpleChoice identifier="dung1">Đúng</simpleChoice><simpleChoice identifier="sai1">Sai</simpleChoice></choiceInteraction><p>Nhận định.</p>'),
      '', { type: 'truefalse', answer: false }, []],
  ])('understands %s', (_, text, problem, question, notes) => {
    const [only] = read({ '': text }).items;
    expect(only!.item.question).toEqual(question);
    expect(only!.notes.map(({ code }) => code)).toEqual(notes);
    expect(problemsOf(only!.item)[0]?.code ?? '').toBe(problem);
  });

  it('says with file and line what it does not support', () => {
    const { items, notes } = read({
      'imsmanifest.xml': '<manifest><resources>\n<resource type="imsqti_item_xmlv2p1" href="a.xml"/>\n<resource type="imsqti_item_xmlv2p1" href="b.xml"/>\n<resource type="imsqti_item_xmlv2p1" href="%C4%91.xml"/>\n<resource type="imsqti_item_xmlv2p1" href="mat.xml"/>\n<resource type="imsqti_test_xmlv2p1" href="test.xml"/></resources></manifest>',
      'a.xml': item(declare(SINGLE, ''), '<p/>\n<hotspotInteraction responseIdentifier="RESPONSE"/>'),
      'b.xml': item(declare(SINGLE, ''), `${two}\n${two}`),
      'đ.xml': item(declare(SINGLE, '<value>c1</value>'), two),
      'test.xml': '<assessmentTest/>',
    });
    expect(items.map(({ part }) => part)).toEqual(['đ.xml']);
    expect(notes.map(({ part, line, code }) => `${part} ${line} ${code}`)).toEqual([
      'a.xml 5 interaction.unknown', 'b.xml 5 interaction.several', 'imsmanifest.xml 5 file.missing', 'imsmanifest.xml 6 test.left',
    ]);
  });

  it('without an item is none', () => {
    expect(readQti(parsed({ '': '<assessmentTest/>' }))).toBeUndefined();
  });
});
