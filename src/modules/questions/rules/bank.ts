import { addressWith, pageChoice } from '#platform/http/address.ts';
import { holds, type Acting, type IsWithin } from '#platform/policy.ts';
import { itemTypes, type ItemType } from './item.ts';

export type VersionState = 'draft' | 'submitted' | 'approved';
export const difficulties = [1, 2, 3] as const;
export type Difficulty = (typeof difficulties)[number];

/** Questions on one page of the bank. */
export const PAGE = 20;
/** Questions that one file may bring; the largest banks of a province have about 2,000. */
export const MAX_IMPORT = 3_000;
export const formats = ['word', 'excel', 'moodle', 'qti', 'gift', 'aiken'] as const;
export type Format = (typeof formats)[number];

/** Editors of the body, or of one above it, write; the bank is never public, or its answers would be. */
export const mayWrite = (actor: Acting, bodyId: number, isWithin: IsWithin): boolean => holds(actor, 'editor', bodyId, isWithin);
export const mayReview = (actor: Acting, bodyId: number, isWithin: IsWithin): boolean => holds(actor, 'reviewer', bodyId, isWithin);
/** Translators of the body write its questions in other languages; so may its editors. */
export const mayTranslate = (actor: Acting, bodyId: number, isWithin: IsWithin): boolean =>
  holds(actor, 'translator', bodyId, isWithin) || mayWrite(actor, bodyId, isWithin);
export const maySee = (actor: Acting, bodyId: number, isWithin: IsWithin): boolean =>
  mayWrite(actor, bodyId, isWithin) || mayReview(actor, bodyId, isWithin);
/** Nobody approves what they wrote. */
export const isSecondPerson = (actor: Acting, writtenBy: string | null): boolean =>
  actor.kind === 'person' && actor.personId !== writtenBy;

/** The bodies in which the actor has one of these roles of their own, each once. */
export const bankRoots = (actor: Acting, roles: readonly string[] = ['editor', 'reviewer']): number[] =>
  actor.kind === 'person'
    ? [...new Set(actor.grants.filter(({ role }) => roles.includes(role)).map((each) => each.bodyId))]
    : [];

export type BankQuery = { q: string; type: ItemType | null; state: VersionState | null; tag: string; page: number; /** Only what rests on amended clauses. */ stale?: boolean };
export const isType = (value: string | null): value is ItemType => (itemTypes as readonly (string | null)[]).includes(value);

/** The address of the bank with some of its choices changed. */
export function bankHref(query: BankQuery, change: Partial<BankQuery>, path = '/desk/questions'): string {
  const { q, type, state, tag, stale, page } = { ...query, page: 1, ...change };
  return addressWith(path, { q, type, state, tag, stale: stale ? 'yes' : null, page: pageChoice(page) });
}
