import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import golden from '#platform/testing/golden.json' with { type: 'json' };
import { limits } from '../rules/submission.ts';
import { readForm } from './form.ts';
import { readSubmission } from './submit.ts';

const good = { title: 'Lắp đèn đường', body: 'Đường tối, học sinh đi về nguy hiểm.', field: 'roads' };
const codes = (values: Record<string, unknown>) => {
  const read = readSubmission(values, 'vi');
  return read.ok ? [] : read.problems.map((problem) => `${problem.field}:${problem.code}`);
};

describe('what a person may send', () => {
  test('three fields are enough', () => {
    expect(codes(good)).toEqual([]);
  });

  test('each thing that is wrong is said at its field', () => {
    expect(codes({})).toEqual(['title:title.empty', 'body:body.empty', 'field:field.choose']);
    expect(codes({ ...good, title: '👍👍👍' })).toEqual(['title:noWords']);
    expect(codes({ ...good, title: 'a'.repeat(limits.title + 1) })).toEqual(['title:tooLong']);
    expect(codes({ ...good, body: 'ệ'.repeat(limits.body + 1) })).toEqual(['body:tooLong']);
    expect(codes({ ...good, body: 'x'.repeat(2_000_000) })).toEqual(['body:tooLong']);
    expect(codes({ ...good, place: '12; drop table' })).toEqual(['place:place.unknown']);
  });

  test('length is counted as a person counts it: decomposed letters are one', () => {
    expect(codes({ ...good, title: 'ệ'.normalize('NFD').repeat(limits.title) })).toEqual([]);
  });

  test('NFD becomes NFC', () => {
    const [first] = golden.nfc;
    const read = readSubmission({ ...good, title: first?.nfd }, 'vi');
    expect(read.ok && read.value.title).toBe(first?.nfc);
  });

  test('a contact without the tick is not kept but asked about', () => {
    expect(codes({ ...good, email: 'a@b.vn' })).toEqual(['consentContact:consent.contact']);
    expect(codes({ ...good, name: 'Điểu Sen' })).toEqual(['consentName:consent.name']);
    expect(codes({ ...good, email: 'a@b.vn', consentContact: 'yes', name: 'Điểu Sen', consentName: 'yes' })).toEqual([]);
    expect(codes({ ...good, email: 'a@b', consentContact: 'yes' })).toEqual(['email:email.invalid']);
    expect(codes({ ...good, phone: 'abc', consentContact: 'yes' })).toEqual(['phone:phone.invalid']);
  });

  test('whatever comes in, the answer is a submission within the limits or a list of problems', () => {
    const anything = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.integer(), fc.constant(undefined), fc.object());
    fc.assert(
      fc.property(fc.record({ title: anything, body: anything, field: anything, place: anything }), (values) => {
        const read = readSubmission(values as Record<string, unknown>, 'vi');
        if (!read.ok) expect(read.problems.length).toBeGreaterThan(0);
        else expect(read.value.title.normalize('NFC')).toBe(read.value.title);
      }),
    );
  });
});

describe('the form', () => {
  const form = (values: Record<string, string>) => {
    const data = new FormData();
    for (const [name, value] of Object.entries(values)) data.append(name, value);
    return readForm(data, 'vi');
  };

  test('text in a font from before Unicode comes back converted, and says so', () => {
    const [sample] = golden.legacyTcvn3;
    const read = form({ ...good, matter: 'proposal', body: `${sample?.input} nªn l¾p thªm ®Ìn ®­êng` });
    expect(read.converted).toBe(true);
    expect(read.values.body).toContain(sample?.output);
  });

  test('unknown names are left out, known ones are kept as typed', () => {
    const read = form({ ...good, matter: 'proposal', state: 'adopted', supporters: '9999', published_at: 'now' });
    expect(Object.keys(read.values).sort()).toEqual(['body', 'field', 'matter', 'title']);
    expect(read.submission.ok && Object.keys(read.submission.value)).not.toContain('state');
  });

  test('a matter that we do not know is none', () => {
    expect(form({ ...good, matter: 'anything' }).matter).toBeNull();
  });
});
