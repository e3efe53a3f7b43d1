import type { Translate } from '#platform/words/translate.ts';
import type { LedgerEntry } from '../index.server.ts';

/** `Sở Y tế chủ trì` … what an entry records, in the reader's language; what a later module writes is told by its kind. */
export function ledgerText(t: Translate, entry: LedgerEntry): string {
  const { kind, step, outcome, body } = entry;
  if (kind === 'ideas.decided' && step && t.has(`ideas.ledger.step.${step}`)) {
    const what = t.dynamic(`ideas.ledger.step.${step}`);
    return body ? t('ideas.ledger.by', { what, body }) : what;
  }
  if (kind === 'ideas.answered' && outcome) {
    const what = t('ideas.ledger.answered', { outcome: t.dynamic(`ideas.outcome.${outcome}`) });
    return body ? t('ideas.ledger.by', { what, body }) : what;
  }
  if (kind === 'ideas.received') return t('ideas.ledger.received');
  if (kind === 'ledger.erased') return t('ideas.ledger.erased');
  if (kind === 'organisation.reorganised') return t('ideas.ledger.reorganised');
  if (kind === 'audit.act') return t('ideas.ledger.act');
  return t('ideas.ledger.other', { kind });
}

export const ledgerIdea = (t: Translate, { idea }: LedgerEntry): string =>
  idea === null ? '–' : t('ideas.idea.number', { id: String(idea) });

/** Enough of a hash to tell it from others by eye. */
export const shortHash = (hash: string): string => `${hash.slice(0, 8)}…${hash.slice(-4)}`;
