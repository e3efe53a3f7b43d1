/** A paper: what is asked together. Fixed, or drawn from the bank along a blueprint for each who sits it. */
import { addressWith, pageChoice } from '#platform/http/address.ts';
import type { Difficulty, VersionState } from './bank.ts';
import { problemsOf, type Question } from './item.ts';
import type { Shortage } from './blueprint.ts';

export const paperKinds = ['fixed', 'drawn'] as const;
export type PaperKind = (typeof paperKinds)[number];
/** Steps as those of a question: a draft is approved by a second person and then stays as it is. */
export type PaperState = VersionState;

export const paperLimits = { title: 200, about: 2_000, items: 200, rows: 40, points: 100 } as const;
/** Papers on one page of the list. */
export const PAPERS = 20;

/** Something that was said of one clause in one version of a document. */
export type SheetCitation = { documentId: number; version: number; anchor: string };
/** What belongs to an item besides words; its bytes come from `mediaOf`. */
export type SheetMedia = {
  id: number;
  kind: 'picture' | 'audio';
  /** The place of the option it belongs to; null: it belongs to the stem. */
  option: number | null;
  /** In which language a recording speaks; null for pictures. */
  language: 'vi' | 'en' | 'km' | 'sti' | null;
  /** What the picture shows, or what is said. */
  text: string;
  /** Media type by content. */
  type: string;
  bytes: number;
};
/** An item in another language; its question has the same options, pairs and steps at the same places. */
export type SheetTranslation = { stem: string; question: Question; explanation: string };
export const itemLanguages = ['en', 'km'] as const;
export type ItemLanguage = (typeof itemLanguages)[number];

/** One item as it is asked; nothing of it changes after the paper was approved. With its key: for the server only. */
export type SheetItem = {
  itemId: number;
  versionId: number;
  /** From 1, in the order of the paper. */
  number: number;
  points: number;
  stem: string;
  question: Question;
  explanation: string;
  difficulty: Difficulty;
  tags: string[];
  citations: SheetCitation[];
  media: SheetMedia[];
  /** Approved translations only. */
  languages: Partial<Record<ItemLanguage, SheetTranslation>>;
};
export type PaperSheet = { items: SheetItem[] };

/** What a paper is judged by; see `paperProblems`. */
export type PaperItem = {
  state: VersionState;
  retired: boolean;
  points: number;
  stem: string;
  question: Question;
};

/**
 * Why the paper cannot be asked: `paper.empty`; `paper.notApproved`, `paper.retired`, `paper.noKey` with the `numbers`
 * of the items; `paper.few` with what is `wanted` and what the bank `has` for the `rows`.
 */
export type PaperProblem = { code: string; values?: Record<string, string | number> };

const numbers = (items: readonly PaperItem[], wrong: (item: PaperItem) => boolean): string =>
  items.flatMap((item, at) => (wrong(item) ? [String(at + 1)] : [])).join(', ');

export function fixedProblems(items: readonly PaperItem[]): PaperProblem[] {
  if (items.length === 0) return [{ code: 'paper.empty' }];
  const tests: [string, (item: PaperItem) => boolean][] = [
    ['paper.notApproved', ({ state }) => state !== 'approved'],
    ['paper.retired', ({ retired }) => retired],
    ['paper.noKey', ({ stem, question }) => problemsOf({ stem, question, explanation: '', tags: [] }).length > 0],
  ];
  return tests.flatMap(([code, wrong]) => {
    const found = numbers(items, wrong);
    return found === '' ? [] : [{ code, values: { numbers: found } }];
  });
}

/** One problem for each set of rows that the bank cannot fill together; rows are numbered from 1. */
export function drawnProblems(rows: number, shortages: readonly Shortage[]): PaperProblem[] {
  if (rows === 0) return [{ code: 'paper.empty' }];
  return shortages.map(({ rows, wanted, has }) => ({
    code: rows.length === 1 ? 'paper.few' : 'paper.fewTogether',
    values: { rows: rows.map((row) => row + 1).join(', '), wanted, has },
  }));
}

export const totalPoints = (points: readonly number[]): number =>
  Math.round(points.reduce((sum, each) => sum + each, 0) * 100) / 100;

export type PaperQuery = { q: string; state: PaperState | null; page: number };

/** The address of the list with some of its choices changed. */
export function papersHref(query: PaperQuery, change: Partial<PaperQuery>): string {
  const { q, state, page } = { ...query, page: 1, ...change };
  return addressWith('/desk/papers', { q, state, page: pageChoice(page) });
}
