/** An act of the log in words: the page and the file that is exported say the same. */
import { shortDate } from '#platform/text/format.ts';
import type { Translate } from '#platform/words/translate.ts';

type Value = string | number | boolean | null | readonly unknown[] | { readonly [key: string]: unknown };
/** Names of people and bodies that the act only has ids of. */
export type Named = { persons: ReadonlyMap<string, string>; bodies: ReadonlyMap<number, string> };
export type Act = { kind: string; subject: string; bodyId: number | null; details: Readonly<Record<string, unknown>> };

/** `people.grant` → the words `people.desk.act.grant`; the code itself where a module has none. */
export function actName(t: Translate, kind: string): string {
  const dot = kind.indexOf('.');
  const key = `${kind.slice(0, dot)}.desk.act.${kind.slice(dot + 1)}`;
  return t.has(key) ? t.dynamic(key) : kind;
}

/** What the act was done to; of a role, whose it is. */
export function subjectText(t: Translate, { subject, details }: Pick<Act, 'subject' | 'details'>, { persons, bodies }: Named): string {
  const { role, person } = details;
  if (typeof role === 'string' && typeof person === 'string') {
    const name = persons.get(person) ?? t('people.desk.audit.someone');
    return t.has(`people.desk.role.${role}`) ? `${t.dynamic(`people.desk.role.${role}`)} · ${name}` : name;
  }
  const colon = subject.indexOf(':');
  const [what, id] = [subject.slice(0, colon), subject.slice(colon + 1)];
  if (what === 'person') return persons.get(id) ?? t('people.desk.audit.someone');
  if (what === 'body') return bodies.get(Number(id)) ?? id;
  const key = `people.desk.audit.subject.${what}`;
  return t.has(key) ? t.dynamic(key, { id }) : subject;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function valueText(t: Translate, key: string, value: Value, { persons, bodies }: Named): string {
  if (value === null) return t('people.desk.audit.none');
  if (typeof value === 'boolean') return t(value ? 'people.desk.audit.yes' : 'people.desk.audit.no');
  if (key === 'person' || key === 'holder') return persons.get(String(value)) ?? t('people.desk.audit.someone');
  if (typeof value === 'number') return (key === 'body' && bodies.get(value)) || value.toLocaleString('vi-VN', { useGrouping: key === 'count' });
  if (typeof value === 'object') return JSON.stringify(value);
  if (DAY.test(value)) return shortDate(value);
  const word = key === 'role' ? `people.desk.role.${value}` : `people.desk.audit.value.${key}.${value}`;
  return t.has(word) ? t.dynamic(word) : value;
}

/** Who and what first, then since when; the database keeps them by the length of their names. */
const ORDER = ['person', 'role', 'holder', 'from', 'to', 'before', 'reason', 'kind', 'channel', 'count'];
const orderOf = (key: string): number => (ORDER.indexOf(key) + ORDER.length + 1) % (ORDER.length + 1);

/** The details of an act, each with what it is called. */
export const detailsOf = (t: Translate, { details }: Pick<Act, 'details'>, named: Named): { key: string; term: string; text: string }[] =>
  Object.entries(details).sort(([a], [b]) => orderOf(a) - orderOf(b)).map(([key, value]) => {
    const word = `people.desk.audit.detail.${key}`;
    return { key, term: t.has(word) ? t.dynamic(word) : key, text: valueText(t, key, value as Value, named) };
  });

/** Ids that `detailsOf` and `subjectText` want names for. */
export function namesWanted(acts: readonly Act[]): { persons: string[]; bodies: number[] } {
  const persons = new Set<string>();
  const bodies = new Set<number>();
  for (const { subject, bodyId, details } of acts) {
    if (bodyId !== null) bodies.add(bodyId);
    if (UUID.test(subject.slice(7)) && subject.startsWith('person:')) persons.add(subject.slice(7));
    if (/^body:\d{1,9}$/.test(subject)) bodies.add(Number(subject.slice(5)));
    for (const [key, value] of Object.entries(details)) {
      if ((key === 'person' || key === 'holder') && UUID.test(String(value))) persons.add(String(value));
      if (key === 'body' && typeof value === 'number') bodies.add(value);
    }
  }
  return { persons: [...persons], bodies: [...bodies] };
}
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
