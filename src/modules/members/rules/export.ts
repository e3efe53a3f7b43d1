/** Lists of names that leave the system. */
import type { Day, Instant } from '#platform/clock.ts';
import type { Acting } from '#platform/policy.ts';
import { seerRoles } from './permissions.ts';

export const exportFormats = ['xlsx', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];
export const isExportFormat = (text: string): text is ExportFormat => exportFormats.some((format) => format === text);

/** What is stored; `lapsed` is what time makes of the first two. */
export type StoredExportState = 'waiting' | 'ready' | 'refused' | 'taken';
export type ExportState = StoredExportState | 'lapsed';

export type Export = {
  id: number;
  body: number;
  below: boolean;
  day: Day;
  format: ExportFormat;
  purpose: string;
  state: StoredExportState;
  askedBy: string;
  askedAt: Instant;
  decidedBy: string | null;
  decidedAt: Instant | null;
  until: Instant;
  takenAt: Instant | null;
};

/** A request that nobody decides is forgotten after a week; a list that nobody takes after a day. */
export const WAIT_HOURS = 7 * 24;
export const READY_HOURS = 24;
export const PURPOSE = { least: 5, most: 300 };

/**
 * The two-person rule (reliability.md §4, a curious administrator): only whoever holds a role in the very body may take
 * its own list, without what is below, alone; for every other list of names a second officer agrees.
 */
export const needsSecond = (actor: Acting, { body, below }: Pick<Export, 'body' | 'below'>): boolean =>
  below ||
  actor.kind !== 'person' ||
  !actor.grants.some((grant) => grant.bodyId === body && (seerRoles as readonly string[]).includes(grant.role));

export const exportState = ({ state, until }: Pick<Export, 'state' | 'until'>, now: Instant): ExportState =>
  (state === 'waiting' || state === 'ready') && now >= until ? 'lapsed' : state;
