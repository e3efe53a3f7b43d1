import { normaliseLine } from '#platform/text/normalise.ts';
import type { AccountQuery } from '../rules/accounts.ts';

const positive = (value: unknown): number | null =>
  typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : null;

export const readAccountQuery = (params: URLSearchParams): AccountQuery => ({
  body: positive(params.get('body')),
  q: normaliseLine(params.get('q') ?? '').slice(0, 100),
  page: Math.min(positive(params.get('page')) ?? 1, 100_000),
});

export type LettersForm = {
  body: number;
  /** All who have neither an account nor a code, or those who were ticked. */
  which: { ids: number[] } | 'all';
  channel: 'letter' | 'email';
  /** Made with the form, so that the same click is known again. */
  once: string;
};

/** Undefined for a form that is none of ours. */
export function readLettersForm(form: FormData): LettersForm | undefined {
  const body = positive(form.get('body'));
  const once = form.get('once');
  const chosen = form.get('which') === 'chosen';
  if (body === null || typeof once !== 'string' || !/^[\w-]{10,60}$/.test(once)) return undefined;
  const ids = form.getAll('member').flatMap((each) => positive(each) ?? []).slice(0, 200);
  return { body, which: chosen ? { ids } : 'all', channel: form.get('channel') === 'email' ? 'email' : 'letter', once };
}
