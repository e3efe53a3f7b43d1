import { addressWith, pageChoice } from '#platform/http/address.ts';

export type AccountQuery = {
  /** Null: the highest body that the officer sees. */
  body: number | null;
  q: string;
  page: number;
};

export function accountHref(query: AccountQuery, change: Partial<AccountQuery> = {}): string {
  const { body, q, page } = { ...query, page: 1, ...change };
  return addressWith('/desk/accounts/letters', { body, q, page: pageChoice(page) });
}

/** Where an account stands, as the list says it. */
export const standingOf = ({ active, codeChannel }: { active: boolean; codeChannel: string | null }) =>
  active ? 'active' : codeChannel === 'email' ? 'mailed' : codeChannel === 'letter' ? 'printed' : 'none';

/** One click of a button makes codes once: loading the answer again must not void what has been printed. */
export const onceLimit = { name: 'members.letters.once', limit: 1, seconds: 86_400 };
