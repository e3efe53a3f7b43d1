/** A body that is divided: what the lists say of who goes where, and what is wrong with them, row by row. */
import type { Day } from '#platform/clock.ts';
import type { Problem } from '#platform/result.ts';
import { fold } from '#platform/text/fold.ts';

/** Of a file that says who goes where. */
export const MOST_MEGABYTES = 10;

/** Fields of the forms: a list for each heir, named by how the plan calls it, or a choice for each member. */
export const listField = (key: string): string => `list-${key}`;
export const choiceField = (member: number): string => `to-${member}`;

/** One of those who take over; `key`: how the plan calls it. */
export type Heir = { key: string; name: string; symbol: string };

/**
 * A row of a list. `said`: what it says about where, in words; `list`: the heir whose own list it stands in, and its
 * name.
 */
export type Row = { number: number; code: string; said: string; list?: { key: string; name: string }; field: string };

/** Somebody with that code: in the body that is divided, else in another one, else nowhere on the day. */
export type Standing = { id: number; here: boolean; elsewhere: string | null };

/** A body that is none of the heirs; `until`: the first day on which it no longer is. */
export type Other = { name: string; until: Day | null };

export type Ground = {
  members: ReadonlyMap<string, Standing>;
  heirs: readonly Heir[];
  /** The body that is divided. */
  body: string;
  on: Day;
  /** Another body of that name, of any time. */
  other(text: string): Other | undefined;
};

export type Choice = { member: number; /** Null: with the rest. */ to: string | null };

const same = (a: string, b: string): boolean => fold(a) === fold(b);

/** The heir that a cell means: by name, by symbol, or by its number in the list of heirs. */
export function heirsMeant(heirs: readonly Heir[], text: string): Heir[] {
  const named = heirs.filter(({ name }) => same(name, text));
  if (named.length > 0) return named;
  const symbols = heirs.filter(({ symbol }) => symbol !== '' && same(symbol, text));
  if (symbols.length > 0) return symbols;
  const numbered = /^[1-9]\d?$/.test(text) ? heirs[Number(text) - 1] : undefined;
  return numbered ? [numbered] : [];
}

/**
 * All rows, or what is wrong with them. Problems at the field of the list, each with `row` and `list` (empty for a
 * file): `share.code`: no code in the row; `share.unknown`, `share.elsewhere` {body, other}, `share.left` {day} for a
 * code; `share.twice` {first, firstList}; `share.heir` {text, heirs}, `share.heirTwice` {text}, `share.heirEnded`
 * {other, day}, `share.heirNotIn` {other, heirs}.
 */
export function judge(rows: readonly Row[], ground: Ground): { choices: Choice[]; problems: Problem[] } {
  const choices: Choice[] = [];
  const problems: Problem[] = [];
  const first = new Map<string, Row>();
  for (const row of rows) {
    const wrong = (code: string, values: Problem['values'] = {}) =>
      problems.push({ field: row.field, code, values: { row: row.number, list: row.list?.name ?? '', code: row.code, ...values } });
    if (row.code === '') {
      wrong('share.code');
      continue;
    }
    const before = first.get(row.code);
    if (before) {
      wrong('share.twice', { first: before.number, firstList: before.list?.name ?? '' });
      continue;
    }
    first.set(row.code, row);
    const member = whoIs(row, ground, wrong);
    const to = whereTo(row, ground, wrong);
    if (member !== undefined && to !== undefined) choices.push({ member, to });
  }
  return { choices, problems };
}

type Wrong = (code: string, values?: Problem['values']) => void;

function whoIs({ code }: Row, { members, body, on }: Ground, wrong: Wrong): number | undefined {
  const found = members.get(code);
  if (found?.here) return found.id;
  if (!found) wrong('share.unknown');
  else if (found.elsewhere !== null) wrong('share.elsewhere', { body, other: found.elsewhere });
  else wrong('share.left', { day: on });
  return undefined;
}

function whereTo({ said, list }: Row, { heirs, other, on }: Ground, wrong: Wrong): string | null | undefined {
  if (list) return list.key;
  if (said === '') return null;
  const meant = heirsMeant(heirs, said);
  if (meant.length === 1) return meant[0]!.key;
  const names = heirs.map(({ name }) => name).join('; ');
  const stranger = meant.length === 0 ? other(said) : undefined;
  if (meant.length > 1) wrong('share.heirTwice', { text: said });
  else if (!stranger) wrong('share.heir', { text: said, heirs: names });
  else if (stranger.until !== null && stranger.until <= on) wrong('share.heirEnded', { other: stranger.name, day: stranger.until });
  else wrong('share.heirNotIn', { other: stranger.name, heirs: names });
  return undefined;
}
