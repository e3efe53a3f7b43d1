import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deskSteps, type DeskStep } from '../rules/desk.ts';
import { queueHref } from '../rules/queue.ts';
import {
  readBulk,
  readBulkQuery,
  readDeskStep,
  readHandOver,
  readPicked,
  readQueueQuery,
  readRuling,
  readSeen,
  readTyped,
} from './moderate.ts';

const typed = (values: Record<string, string | string[]>) =>
  readTyped(
    Object.entries(values).reduce((form, [name, value]) => {
      for (const one of [value].flat()) form.append(name, one);
      return form;
    }, new FormData()),
  );
const problems = (result: { ok: boolean; problems?: { field?: string; code: string }[] }) =>
  (result.problems ?? []).map(({ field, code }) => `${field ?? ''}:${code}`);
const read = (step: DeskStep, values: Record<string, string | string[]>) => readDeskStep(step, typed(values));

describe('the form of a step', () => {
  it('that needs nothing is read from nothing', () => {
    expect(read('accept', {})).toEqual({ ok: true, value: { step: 'accept' } });
    expect(read('quarantine', { text: 'bỏ qua' })).toEqual({ ok: true, value: { step: 'quarantine' } });
  });

  it('names every field that is missing', () => {
    expect(problems(read('ask', {}))).toEqual(['text:text.empty']);
    expect(problems(read('route', {}))).toEqual(['lead:lead.choose']);
    expect(problems(read('refuse', { reason: 'vì thế' }))).toEqual(['reason:reason.choose', 'text:text.empty']);
    expect(problems(read('reword', { title: ' ' }))).toEqual(['title:title.empty', 'body:body.empty', 'note:note.empty']);
    expect(problems(read('duplicate', { of: 'mười' }))).toEqual(['of:duplicate.unknown']);
    expect(problems(read('cluster', { withText: '12, x', clusterTitle: 'Đèn' }))).toEqual(['withText:cluster.numbers']);
  });

  it('reads routing with several co-operating bodies, each once', () => {
    const values = { lead: '210', cooperating: ['212', '213', '212', 'x'], due: '2026-12-01', note: ' Xem  ' };
    expect(read('route', values)).toEqual({
      ok: true,
      value: { step: 'route', routing: { lead: 210, cooperating: [212, 213], due: '2026-12-01', note: 'Xem' } },
    });
    expect(read('route', { lead: '210', due: '1/12/2026' })).toMatchObject({ value: { routing: { due: '2026-12-01' } } });
    expect(problems(read('route', { lead: '210', due: '31/02/2027' }))).toEqual(['due:due.invalid']);
    const many = Array.from({ length: 13 }, (_, index) => String(300 + index));
    expect(problems(read('route', { lead: '210', cooperating: many }))).toEqual(['cooperating:cooperating.tooMany']);
  });

  it('takes a complaint for a complaint, and a denunciation for none of the reasons', () => {
    const text = 'Xin gửi đúng nơi.';
    expect(read('reclassify', { reason: 'complaint', text }).ok).toBe(true);
    expect(problems(read('reclassify', { reason: 'advertising', text }))).toEqual(['reason:reason.choose']);
    expect(problems(read('refuse', { reason: 'denunciation', text }))).toEqual(['reason:reason.choose']);
  });

  it('reads numbers of ideas as people write them', () => {
    const values = { with: ['7'], withText: '#12, 15;7 ', clusterTitle: ' Đèn  đường ' };
    expect(read('cluster', values)).toEqual({
      ok: true,
      value: { step: 'cluster', grouping: { with: [7, 12, 15], title: 'Đèn đường' } },
    });
    expect(read('duplicate', { of: '#12' })).toMatchObject({ value: { duplicate: { of: 12, text: null } } });
  });

  it('refuses texts that are too long, wordless or in a font from before Unicode', () => {
    expect(problems(read('ask', { text: 'a'.repeat(3_001) }))).toEqual(['text:tooLong']);
    expect(problems(read('ask', { text: '😀 !!!' }))).toEqual(['text:noWords']);
    expect(problems(read('ask', { text: 'Uû ban nh©n d©n tØnh xem xÐt' }))).toEqual(['text:legacyFont']);
  });

  it('never throws, whatever comes', () => {
    const names = ['text', 'lead', 'cooperating', 'due', 'note', 'reason', 'of', 'with', 'withText', 'title', 'body', 'seen', 'id'];
    const aForm = fc.dictionary(fc.constantFrom(...names), fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 }));
    fc.assert(
      fc.property(aForm, fc.constantFrom(...deskSteps), (values, step) => {
        const form = typed(values);
        const result = readDeskStep(step, form);
        readSeen(form);
        readRuling(form);
        readHandOver(form);
        return result.ok || result.problems.length > 0;
      }),
    );
  });
});

describe('other forms', () => {
  it('decide an appeal with words', () => {
    expect(problems(readRuling(typed({ text: '' })))).toEqual(['ruling:ruling.choose', 'text:text.empty']);
    expect(readRuling(typed({ ruling: 'uphold', text: 'Vẫn vậy.' }))).toEqual({ ok: true, value: { granted: false, text: 'Vẫn vậy.' } });
  });

  it('hand over to somebody who has it', () => {
    expect(problems(readHandOver(typed({})))).toEqual(['receiver:receiver.empty', 'taken:taken.tick']);
    expect(readHandOver(typed({ receiver: ' Thanh  tra ', taken: 'yes' }))).toEqual({ ok: true, value: { receiver: 'Thanh tra' } });
  });

  it('pick ideas with what the page showed, each once and not more than a hundred', () => {
    expect(readPicked(['12:345', '15', 'x', '12:400', '-1'])).toEqual([{ id: 12, seen: 400 }, { id: 15, seen: null }]);
    expect(readPicked(Array.from({ length: 300 }, (_, index) => String(index + 1)))).toHaveLength(100);
    expect(problems(readBulk('accept', typed({})))).toEqual([':bulk.none']);
    expect(problems(readBulk('route', typed({ id: '12' })))).toEqual(['lead:lead.choose']);
    expect(readBulk('accept', typed({ id: '12:3' }))).toEqual({
      ok: true,
      value: { command: { step: 'accept' }, picked: [{ id: 12, seen: 3 }] },
    });
    expect(readBulkQuery(new URLSearchParams('step=quarantine&id=1')).step).toBeNull();
  });
});

describe('the address of a queue', () => {
  it('is read back as it was written', () => {
    const address = 'tab=routed&q=%C4%91%C3%A8n&field=roads&body=210&place=7&page=3';
    const query = readQueueQuery(new URLSearchParams(address));
    expect(queueHref(query, { page: 3 })).toBe(`/desk/ideas?${address}`);
    expect(queueHref(query, { tab: 'new', q: '', field: null, body: null, place: null })).toBe('/desk/ideas');
  });

  it('may hold anything', () => {
    const rubbish = readQueueQuery(new URLSearchParams('tab=toString&field=%27;--&body=9e9&place=-1&page=0'));
    expect(rubbish).toEqual({ tab: 'new', q: '', field: null, body: null, place: null, placeText: '', page: 1 });
  });
});
