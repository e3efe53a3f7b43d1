/** Forms about one member. What was typed comes back with what is wrong with it. */
import type { Day } from '#platform/clock.ts';
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { normaliseLine } from '#platform/text/normalise.ts';
import { isCode, readCode } from '../rules/code.ts';
import { isName, MAX_REASON, readEmail, readName, readPhone } from './cell.ts';
import { isDay } from './date.ts';

export const memberForms = ['add', 'move', 'leave', 'exempt', 'correct'] as const;
export type MemberFormName = (typeof memberForms)[number];
export type Typed = Record<string, string>;

/** A body as the lookup field sends it: the id that was chosen, else the words that were typed. */
export type BodyText = { id: number | null; text: string };

export type MemberForms = {
  add: { code: string; fullName: string; phone: string | null; email: string | null; body: BodyText; from: Day };
  move: { body: BodyText; on: Day };
  leave: { on: Day };
  exempt: { from: Day; until: Day | null; reason: string };
  correct: { fullName: string; phone: string | null; email: string | null };
};

/** Every text field, as it is shown again. */
export function readTyped(form: FormData): Typed {
  const typed: Typed = {};
  for (const [name, value] of form) {
    if (typeof value === 'string' && /^[A-Za-z]{1,20}$/.test(name)) typed[name] = normaliseLine(value).slice(0, 300);
  }
  return typed;
}

class Reader {
  readonly problems: Problem[] = [];
  readonly typed: Typed;
  constructor(typed: Typed) {
    this.typed = typed;
  }
  text(name: string): string {
    return this.typed[name] ?? '';
  }
  wrong(field: string, code: string): void {
    this.problems.push({ field, code });
  }
  day(name: string): Day {
    const text = this.text(name);
    if (!isDay(text)) this.wrong(name, 'day.missing');
    return text;
  }
  name(): string {
    const name = readName(this.text('fullName'));
    if (name === '') this.wrong('fullName', 'name.missing');
    else if (!isName(name)) this.wrong('fullName', 'name.form');
    return name;
  }
  optional(name: string, read: (text: string) => string | undefined): string | null {
    const text = this.text(name);
    const value = text === '' ? null : read(text);
    if (value === undefined) this.wrong(name, `${name}.form`);
    return value ?? null;
  }
  body(): BodyText {
    const [id, text] = [this.text('body'), this.text('bodyText')];
    if (id === '' && text === '') this.wrong('body', 'body.missing');
    return { id: /^[1-9]\d{0,8}$/.test(id) ? Number(id) : null, text };
  }
}

const readers: { [K in MemberFormName]: (reader: Reader) => MemberForms[K] } = {
  add(reader) {
    const code = readCode(reader.text('code'));
    if (code === '') reader.wrong('code', 'code.missing');
    else if (!isCode(code)) reader.wrong('code', 'code.form');
    return { code, ...readers.correct(reader), body: reader.body(), from: reader.day('from') };
  },
  move: (reader) => ({ body: reader.body(), on: reader.day('on') }),
  leave: (reader) => ({ on: reader.day('leftOn') }),
  exempt(reader) {
    const reason = reader.text('reason');
    if (reason === '') reader.wrong('reason', 'reason.missing');
    else if (reason.length > MAX_REASON) reader.wrong('reason', 'reason.long');
    const until = reader.text('until') === '' ? null : reader.day('until');
    return { from: reader.day('from'), until, reason };
  },
  correct: (reader) => ({
    fullName: reader.name(),
    phone: reader.optional('phone', readPhone),
    email: reader.optional('email', readEmail),
  }),
};

/** Problems at their fields: `code.…`, `name.…`, `phone.form`, `email.form`, `body.missing`, `day.missing`, `reason.…`. */
export function readMemberForm<K extends MemberFormName>(name: K, typed: Typed): Result<MemberForms[K]> {
  const reader = new Reader(typed);
  const value = readers[name](reader);
  return reader.problems.length > 0 ? failed(...reader.problems) : ok(value);
}
