import { addressWith, pageChoice } from '#platform/http/address.ts';
import { holds, type Acting, type IsWithin } from '#platform/policy.ts';

/** Kinds of document, the most studied first; their words are `documents.kind.<kind>`. */
export const kinds = [
  'resolution', 'directive', 'regulation', 'conclusion', 'plan', 'programme', 'guidance', 'law', 'decree', 'decision',
  'circular', 'report', 'other',
] as const;
export type Kind = (typeof kinds)[number];
export const isKind = (value: string | null): value is Kind => (kinds as readonly (string | null)[]).includes(value);

export type VersionState = 'draft' | 'submitted' | 'published';

/** Longest text of a version, in characters; the longest laws have about 250,000. */
export const MAX_TEXT = 300_000;
export const MAX_CLAUSES = 5_000;
/** Documents on one page of the library. */
export const PAGE = 20;

/** Editors of the body, or of one above it, write. */
export const mayWrite = (actor: Acting, bodyId: number, isWithin: IsWithin): boolean =>
  holds(actor, 'editor', bodyId, isWithin);

/** Reviewers publish, give back and take back. */
export const mayReview = (actor: Acting, bodyId: number, isWithin: IsWithin): boolean =>
  holds(actor, 'reviewer', bodyId, isWithin);

/** Who may see what is not published yet. */
export const maySeeDrafts = (actor: Acting, bodyId: number, isWithin: IsWithin): boolean =>
  mayWrite(actor, bodyId, isWithin) || mayReview(actor, bodyId, isWithin);

/** A second person reads before everybody does: nobody publishes what they wrote. */
export const isSecondPerson = (actor: Acting, writtenBy: string | null): boolean =>
  actor.kind === 'person' && actor.personId !== writtenBy;

/** The bodies in which the actor writes or reviews by a role of their own, each once. */
export const libraryRoots = (actor: Acting): number[] =>
  actor.kind === 'person'
    ? [...new Set(actor.grants.filter(({ role }) => role === 'editor' || role === 'reviewer').map((each) => each.bodyId))]
    : [];

/** Steps of a version and the state from which each is taken. */
export const versionSteps = { save: 'draft', submit: 'draft', publish: 'submitted', giveBack: 'submitted' } as const;
/** Whose role it was, for the log, when a delegate publishes or takes back. */
export const REVIEWERS = ['reviewer'] as const;

/** Into the library and out of it: both ask for a fresh proof of who one is. */
export const isPublishing = (step: string): boolean => step === 'publish' || step === 'withdraw';
export type VersionStep = keyof typeof versionSteps;

/**
 * A classified paper has no place in a system on the Internet: the mark stands on a line of its own near the top.
 */
export function isClassified(text: string): boolean {
  const top = text.normalize('NFC').split(/\r\n?|\n/).slice(0, 40);
  return top.some((line) => /^\s*(?:TUYỆT\s+MẬT|TỐI\s+MẬT|MẬT)\s*$/u.test(line));
}

export type DocumentQuery = { q: string; kind: Kind | null; page: number };

/** The address of the library with some of its choices changed. */
export function libraryHref(query: DocumentQuery, change: Partial<DocumentQuery>): string {
  const { q, kind, page } = { ...query, page: 1, ...change };
  return addressWith('/documents', { q, kind, page: pageChoice(page) });
}
