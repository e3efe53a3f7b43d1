/** The list of accounts: what is looked for. */
import { addressWith, pageChoice } from '#platform/http/address.ts';
import { accountStates, type AccountState } from './accounts.ts';
import { pageOf } from './role-list.ts';

export type AccountQuery = { q: string; state: AccountState | null; page: number };

/** Any address is answered: what it says wrongly is left out. */
export const readAccountQuery = (query: URLSearchParams): AccountQuery => ({
  q: (query.get('q') ?? '').normalize('NFC').trim().slice(0, 100),
  state: accountStates.find((state) => state === query.get('state')) ?? null,
  page: pageOf(query.get('page')),
});

export function accountListHref(asked: AccountQuery, change: Partial<AccountQuery>): string {
  const { q, state, page } = { ...asked, page: 1, ...change };
  return addressWith('/desk/accounts', { q, state, page: pageChoice(page) });
}
