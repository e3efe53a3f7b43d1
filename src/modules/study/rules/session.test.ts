import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSessionForm, readTypedSession } from '../input/session.ts';
import { inWindow, isInvited, movesCalendar, sessionStanding, takesQuestions } from './session.ts';

const at = (text: string) => new Date(text);

describe('a session', () => {
  it('invites everybody when nobody is named, else the named ones and whoever is below a named body', () => {
    const member = { id: 5, reach: [30, 20, 10] };
    expect(isInvited({ bodies: [], members: [] }, member)).toBe(true);
    expect(isInvited({ bodies: [20], members: [] }, member)).toBe(true);
    expect(isInvited({ bodies: [21], members: [5] }, member)).toBe(true);
    expect(isInvited({ bodies: [21], members: [6] }, member)).toBe(false);
  });

  it('lies in the days of the campaign as a wall calendar shows them', () => {
    const window = { opensOn: '2026-11-23', closesOn: '2026-11-24' };
    expect(inWindow(at('2026-11-22T17:00:00Z'), window)).toBe(true);
    expect(inWindow(at('2026-11-22T16:59:00Z'), window)).toBe(false);
    expect(inWindow(at('2026-11-24T17:00:00Z'), window)).toBe(false);
  });

  it('is said to go on between its hours, and to have been held afterwards', () => {
    const session = { state: 'planned' as const, startsAt: at('2026-11-23T01:00:00Z'), endsAt: at('2026-11-23T04:00:00Z') };
    const told = (now: string) => sessionStanding(session, at(now));
    expect([told('2026-11-23T00:59:59Z'), told('2026-11-23T01:00:00Z'), told('2026-11-23T04:00:01Z')]).toEqual(['planned', 'going', 'held']);
    expect(sessionStanding({ ...session, state: 'cancelled' }, at('2026-11-23T02:00:00Z'))).toBe('cancelled');
  });

  it('takes questions until a day after its end', () => {
    const session = { state: 'planned' as const, endsAt: at('2026-11-23T04:00:00Z') };
    expect(takesQuestions(session, { state: 'announced' }, at('2026-11-24T04:00:00Z'))).toBe(true);
    expect(takesQuestions(session, { state: 'announced' }, at('2026-11-24T04:00:01Z'))).toBe(false);
    expect(takesQuestions({ ...session, state: 'cancelled' }, { state: 'announced' }, at('2026-11-23T01:00:00Z'))).toBe(false);
  });

  it('moves calendars when time, place or link change, and not for its agenda', () => {
    const facts = { title: 'a', venue: 'b', startsAt: at('2026-11-23T01:00:00Z'), endsAt: at('2026-11-23T02:00:00Z'), onlineUrl: null, speaker: '' };
    expect(movesCalendar(facts, { ...facts, startsAt: at('2026-11-23T01:00:00Z') })).toBe(false);
    expect(movesCalendar(facts, { ...facts, venue: 'c' })).toBe(true);
    expect(movesCalendar(facts, { ...facts, onlineUrl: 'https://a.example/' })).toBe(true);
  });
});

describe('the form of a session', () => {
  const filled = (change: Record<string, string>) => {
    const form = new FormData();
    const fields = { title: 'Lớp 1', kind: 'main', body: '7', venue: 'Hội trường', day: '2026-11-23', from: '7:30', until: '11:00', ...change };
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    return readSessionForm(readTypedSession(form));
  };

  it('reads hours on a clock in Viet Nam', () => {
    const read = filled({});
    expect(read.ok && read.value.startsAt.toISOString()).toBe('2026-11-23T00:30:00.000Z');
    expect(filled({ until: '7:30' })).toMatchObject({ problems: [{ field: 'until', code: 'clock.order' }] });
    expect(filled({ from: '25:00' })).toMatchObject({ problems: [{ field: 'from', code: 'clock.wrong' }] });
  });

  it('takes https links only, with words in front', () => {
    expect(filled({ onlineUrl: 'http://hop.example/1' })).toMatchObject({ problems: [{ code: 'online.https' }] });
    expect(filled({ onlineUrl: 'javascript:alert(1)' })).toMatchObject({ problems: [{ code: 'online.https' }] });
    expect(filled({ onlineUrl: 'https://user:pass@hop.example/' })).toMatchObject({ problems: [{ code: 'online.https' }] });
    const read = filled({ links: 'Đề cương: https://tai-lieu.example/de-cuong.pdf\n\nhttps://vi-du.example/a' });
    expect(read.ok && read.value.links).toEqual([
      { label: 'Đề cương', url: 'https://tai-lieu.example/de-cuong.pdf' }, { label: 'vi-du.example', url: 'https://vi-du.example/a' },
    ]);
  });

  it('answers anything with a value or with problems, never with a fault', () => {
    fc.assert(fc.property(fc.dictionary(fc.constantFrom('day', 'from', 'until', 'links', 'onlineUrl', 'codes', 'kind', 'body'), fc.string()), (change) => {
      const read = filled(change);
      expect(read.ok || read.problems.length > 0).toBe(true);
    }));
  });
});
