import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newBudget, parseMarkup } from '#platform/markup/parse.server.ts';
import { writeMarkup } from '#platform/markup/tree.ts';
import { problemsOf } from '../item.ts';
import { moodleCodec } from './codecs.ts';
import { carry } from './carry.ts';
import { textOfHtml } from './flow.ts';
import { readMoodle } from './moodle.ts';
import { bank, expectRoundTrip, illustrated } from '../../actions/formats-testing.ts';
import { tidy } from './tidy.ts';

const read = (text: string) => tidy(readMoodle(parseMarkup(text, newBudget(), ['file'])));
const question = (type: string, inner: string) =>
  read(`<quiz><question type="${type}"><questiontext format="html"><text><![CDATA[<p>Hỏi?</p>]]></text></questiontext>${inner}</question></quiz>`);
const codes = ({ items }: ReturnType<typeof read>) => items[0]!.notes.map(({ code, text }) => (text ? `${code} ${text}` : code));

describe('Moodle XML', () => {
  it('gives back what was written, and tells what it cannot hold', () => {
    fc.assert(fc.property(bank, (items) => {
      expectRoundTrip(moodleCodec, items, (quiz) => readMoodle(parseMarkup(writeMarkup(quiz), newBudget(), ['file'])));
    }), { numRuns: 300 });
  });

  it('gives back pictures and recordings, or tells which it did not', () => {
    fc.assert(fc.property(illustrated, (items) => {
      expectRoundTrip(moodleCodec, items, (quiz) => readMoodle(parseMarkup(writeMarkup(quiz), newBudget(), ['file'])));
    }), { numRuns: 200 });
  });

  it('holds everything but accents that do not matter, and difficulty', () => {
    fc.assert(fc.property(bank, (items) => {
      for (const { losses, left } of carry(moodleCodec, items).told) {
        expect(left).toBe(false);
        expect(losses.every((loss) => loss === 'folded' || loss === 'difficulty')).toBe(true);
      }
    }), { numRuns: 200 });
  });

  it('is read as Moodle writes it: categories, HTML, pictures, feedback, hints', () => {
    const { items, notes } = read(`<?xml version="1.0" encoding="UTF-8"?>
<quiz>
  <question type="category"><category><text>$course$/top/Điều lệ/Vào//ra</text></category></question>
  <question type="multichoice">
    <name><text>C1</text></name>
    <questiontext format="html"><text><![CDATA[<p>Tỷ&nbsp;lệ <b>tối thiểu</b>?</p><p><img src="@@PLUGINFILE@@/so-do.png" alt="Sơ đồ"></p>]]></text>
      <file name="so-do.png" path="/" encoding="base64">iVBORw0KGgo=</file></questiontext>
    <generalfeedback format="html"><text>&lt;p&gt;Kế hoạch&lt;/p&gt;</text></generalfeedback>
    <single>true</single>
    <answer fraction="0" format="html"><text><![CDATA[<p>95&nbsp;%</p>]]></text><feedback format="html"><text>Thấp</text></feedback></answer>
    <answer fraction="100" format="html"><text><![CDATA[<p>98&nbsp;%</p>]]></text></answer>
    <hint format="html"><text>Nghĩ lại</text></hint>
    <tags><tag><text>đợt 1</text></tag></tags>
  </question>
  <question type="ddwtos"><questiontext format="html"><text>Kéo [[1]]</text></questiontext></question>
</quiz>`);
    expect(items[0]!.item).toEqual({
      stem: 'Tỷ lệ tối thiểu?', explanation: 'Kế hoạch', tags: ['đợt 1', 'Điều lệ', 'Vào/ra'],
      question: { type: 'single', options: [{ text: '95 %', right: false, feedback: 'Thấp' }, { text: '98 %', right: true, feedback: '' }] },
    });
    expect(items[0]!.notes.map(({ line, code, text }) => `${line} ${code} ${text}`)).toEqual([
      '12 hints.left 1',
    ]);
    expect(items[0]!.pictures).toEqual([{ option: null, key: '6 so-do.png', name: 'so-do.png', text: 'Sơ đồ' }]);
    expect(notes).toEqual([{ line: 15, code: 'type.unknown', text: 'ddwtos' }]);
  });

  it('takes a recording only with its language and its words, once a language', () => {
    const audio = (name: string, language: string, said = 'Lời') => `<audio src="@@PLUGINFILE@@/${name}" ${language}>${said}</audio>`;
    const page = `<p>Nghe:</p>${audio('a.mp3', 'lang="km"')}${audio('b.mp3', 'lang="km"')}${audio('c.mp3', '')}${audio('d.mp3', 'lang="vi"', '')}${audio('e.mp3', 'lang="fr"')}`;
    const files = ['a', 'b', 'c', 'd', 'e'].map((name) => `<file name="${name}.mp3" encoding="base64">AAAA</file>`).join('');
    const { items } = read(`<quiz><question type="essay"><questiontext format="html"><text><![CDATA[${page}]]></text>${files}</questiontext></question></quiz>`);
    expect(items[0]!.pictures?.map(({ name, language, text }) => [name, language, text])).toEqual([['a.mp3', 'km', 'Lời']]);
    // What stands within a recording that nobody can place is not thrown away.
    expect(items[0]!.item.stem).toBe('Nghe:\nLờiLời');
    expect(items[0]!.notes.filter(({ code }) => code === 'media.left').map(({ text }) => text)).toEqual(['b.mp3', 'c.mp3', 'd.mp3', 'e.mp3']);
  });

  it.each<[string, string, string, string[], string[]]>([
    ['two keys', 'multichoice', '<single>true</single><answer fraction="100"><text>a</text></answer><answer fraction="100"><text>b</text></answer>', [], ['key.several']],
    ['no key', 'multichoice', '<single>true</single><answer fraction="50"><text>a</text></answer><answer fraction="0"><text>b</text></answer>', ['partial'], ['key.missing']],
    ['capitals that matter', 'shortanswer', '<usecase>1</usecase><answer fraction="100"><text>a*</text></answer>', ['short.case', 'short.wildcard'], []],
    ['a number that is none', 'numerical', '<answer fraction="100"><text>*</text></answer>', ['answers.unknown *'], ['accepted.missing']],
    ['a unit', 'numerical', '<answer fraction="100"><text>98.5</text><tolerance>0.5</tolerance></answer><units><unit><multiplier>1</multiplier></unit></units>', ['number.unit'], []],
    ['no answer', 'truefalse', '', ['answers.unknown'], ['accepted.missing']],
    ['foreign elements', 'essay', '<graderinfo format="html"><text><![CDATA[<blink>Chấm</blink><script>alert(1)</script>]]></text></graderinfo>', ['html.left blink'], []],
  ])('says %s at the question', (_, type, inner, notes, problems) => {
    const understood = question(type, inner);
    expect(codes(understood)).toEqual(notes);
    expect(problemsOf(understood.items[0]!.item).map(({ code }) => code)).toEqual(problems);
  });
});

describe('HTML', () => {
  it('is text with its lists, rows, raised digits and old entities', () => {
    expect(textOfHtml('<ul><li>m<sup>2</sup></li><li>H<sub>2</sub>O</li></ul><ol><li>b&agrave;i<li>hai</ol><table><tr><td>1</td><td>2</td></tr></table>x<br>y&#8211;z &bogus;').text)
      .toBe('– m²\n– H₂O\n1. bài\n2. hai\n1 | 2\nx\ny–z &bogus;');
  });

  it('never runs, and is read in one go however it is torn', () => {
    expect(textOfHtml('<script>alert("</b>")</script ><style>p{}</style>Sạch<img src=x onerror=alert(1)>').text).toBe('Sạch');
    for (const piece of ['<a "', '<!', '<a b=\'', '<', '&#', '<p ', '<!--']) expect(textOfHtml(piece.repeat(100_000))).toBeDefined();
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'<>/"\'=& a;!-', '<p>', '</li>', '<sup>', '</sup>', '<script>') }), (noise) => {
      expect(textOfHtml(noise).text).not.toContain('\u0001');
    }), { numRuns: 1_000 });
  });
});
