/** Banks for tests of formats: everything that the form of a question lets through, and what trips readers up. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { problemsOf, type Option, type Question } from '../rules/item.ts';
import { bankItems, carry, lossesBetween, type BankItem, type Codec } from '../rules/formats/carry.ts';
import type { Shown } from '../rules/formats/picture.ts';
import { optionsOf, type MediaForm } from '../rules/media.ts';
import type { Understood } from '../rules/formats/understood.ts';

const word = fc.constantFrom(
  'Điều', 'lệ', '98', '%', 'a=b', '{x}', '~', '#1', 'A.', 'B)', '->', '→', ':', '\\', '=', '::', '//', '$', 'ANSWER', 'ưỡ', '%50%', '*', '(*)',
  '<b>', '&amp;', ']]>', '"', "'", "'=1", '+', '-5', '@', '_x0041_', ';', '|', ',', 'Câu', 'Câu 7.', 'Đáp án:', 'ĐÁP ÁN', 'Giải thích:',
  'Nhãn:', 'Chọn A', 'HẾT', 'Phần II', '1.', 'Đúng', 'Sai', 'ខ្មែរ', '🇻🇳', '±', 'x', '(1)', 'TRUE',
);
const line = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
const lines = fc.array(line, { minLength: 1, maxLength: 3 }).map((all) => all.join('\n'));
const orNone = <T>(some: fc.Arbitrary<T>, none: T) => fc.oneof(fc.constant(none), some);
const unique = fc.uniqueArray(line, { minLength: 2, maxLength: 12 });

const options = (several: boolean): fc.Arbitrary<Option[]> =>
  fc.tuple(unique, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), fc.nat(), orNone(line, '')).map(([texts, marks, one, why]) => {
    const chosen = several ? [true, true, ...marks.slice(2)] : marks.map((_, at) => at === one % texts.length);
    return texts.map((text, at) => ({ text, right: chosen[at] ?? false, feedback: at === one % texts.length ? why : '' }));
  });

export const question: fc.Arbitrary<Question> = fc.oneof(
  options(false).map((all): Question => ({ type: 'single', options: all })),
  options(true).map((all): Question => ({ type: 'multiple', options: all })),
  fc.boolean().map((answer): Question => ({ type: 'truefalse', answer })),
  fc.tuple(unique, fc.array(line, { minLength: 12, maxLength: 12 }), fc.uniqueArray(line, { maxLength: 2 })).map(([lefts, rights, extra]): Question => ({
    type: 'matching', pairs: lefts.map((left, at) => ({ left, right: rights[at]! })), extra,
  })),
  unique.map((steps): Question => ({ type: 'ordering', steps })),
  fc.tuple(fc.uniqueArray(line, { minLength: 1, maxLength: 4 }), fc.boolean()).map(([accepted, folded]): Question => ({ type: 'short', accepted, folded })),
  fc.tuple(fc.oneof(fc.integer({ min: -9999, max: 9999 }), fc.double({ noNaN: true, noDefaultInfinity: true })), fc.integer({ min: 0, max: 50 }))
    .map(([answer, tolerance]): Question => ({ type: 'number', answer: answer + 0 === 0 ? 0 : answer, tolerance: tolerance / 4 })),
  orNone(lines, '').map((rubric): Question => ({ type: 'open', rubric })),
);

const tag = fc.constantFrom('luật', 'điều lệ', 'đợt 2', 'a; b', '[x]', 'câu: 1', '=1+1', 'Nhãn: x', "'=x");

export const bankItem: fc.Arbitrary<BankItem> = fc.record({
  stem: lines, question, explanation: orNone(lines, ''), tags: fc.uniqueArray(tag, { maxLength: 3 }),
  difficulty: fc.constantFrom(1, 2, 3),
}).filter((item) => problemsOf(item).length === 0);

export const bank = fc.array(bankItem, { maxLength: 6 });

const medium = (number: number, question: Question): fc.Arbitrary<MediaForm> => {
  const places = [null, ...Array.from({ length: optionsOf(question) }, (_, at) => at)];
  const picture = fc.record({ kind: fc.constant('picture' as const), option: fc.constant(places[number % places.length]!), language: fc.constant(null), text: line });
  const recording = fc.record({ kind: fc.constant('audio' as const), option: fc.constant(null), language: fc.constantFrom('vi' as const, 'km' as const), text: lines });
  return number === 2 ? fc.oneof(picture, recording) : picture;
};
const inPlace = (a: MediaForm, b: MediaForm): number => (a.option ?? -1) - (b.option ?? -1);

/** What a file takes along of it; the content is its name. */
const shownOf = ({ option, text, language }: MediaForm, id: string): Shown => ({
  option, text, fileId: '', width: 4, height: 3,
  ...(language ? { language, name: `am-${id}.mp3`, type: 'audio/mpeg' } : { name: `hinh-${id}.jpg`, type: 'image/jpeg' }),
  base64: Buffer.from(`${id} ${text}`).toString('base64'),
});

/** With up to three pictures and recordings each, one a place, in the order of their places. */
export const illustratedItem: fc.Arbitrary<BankItem> = bankItem.chain((item) =>
  fc.tuple(fc.noBias(fc.uuid()), ...[0, 1, 2].map((number) => fc.option(medium(number, item.question)))).map(([id, ...all]) => {
    const given = all.filter((each) => each !== null);
    const media = given.filter((each, at) => given.findIndex((other) => other.kind === each.kind && other.option === each.option) === at).toSorted(inPlace);
    if (media.length === 0) return item;
    return { ...item, media, shown: media.map((each, at) => shownOf(each, `${id}-${at}`)) };
  }));
export const illustrated = fc.array(illustratedItem, { maxLength: 5 });

/**
 * What was written and read again is what was given, apart from what was told; and what was told is true: an item of
 * which nothing was told is the same to the last sign.
 */
export function expectKept(given: readonly BankItem[], told: ReturnType<typeof carry>['told'], back: readonly BankItem[]): void {
  const left = new Map(told.map((each) => [each.place, each]));
  const sent = given.flatMap((item, place) => (left.get(place)?.left ? [] : [{ item, losses: left.get(place)?.losses ?? [] }]));
  expect(back.length).toBe(sent.length);
  for (const [at, { item, losses }] of sent.entries()) {
    expect(lossesBetween(item, back[at])).toEqual(losses);
    if (losses.length === 0) expect(back[at]).toEqual({ ...item, shown: undefined });
  }
}

/** The round trip of a whole file, in memory. */
export function expectRoundTrip<Content>(codec: Codec<Content>, given: readonly BankItem[], through = (content: Content): Understood => codec.read(content)): void {
  const { items, told } = carry(codec, given);
  expectKept(given, told, bankItems(through(codec.write(items))));
}
