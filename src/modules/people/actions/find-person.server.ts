/** The search box of people: for administrators, and for whoever hands a role on. */
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { subjectKey, take } from '#platform/limits/limits.server.ts';
import { fieldProblem, ok, type Failed, type Result } from '#platform/result.ts';
import { fold } from '#platform/text/fold.ts';
import type { PersonChoice } from '../input/desk.ts';
import { identifierKey } from '../rules/identifier.ts';
import { findAccount, searchPersons, type Among, type Found } from '../store/account.server.ts';

export type { Found } from '../store/account.server.ts';

const MOST = 10;

/** Within which bodies a name is enough (null: everywhere), and whose. */
export type Near = { bodies: readonly number[] | null; among: Among };
/** Who searches. */
export type Asker = { personId: string; now: Instant };

/** Names that a telephone number or an address brings to light an hour: enough to work with, useless for a whole list. */
const strangerLimit = { name: 'people.strangers', limit: 30, seconds: 3_600 };

/** When the limit is reached, what somebody signs in with finds nobody any more: as if there were no such account. */
export async function findPersons(db: Db, q: string, near: Near, { personId, now }: Asker): Promise<Found[]> {
  const words = fold(q).split(' ').filter((word) => word !== '');
  if (words.length === 0) return [];
  const found = await searchPersons(db, { ...near, words, exact: identifierKey(q), limit: MOST });
  const plain = (all: typeof found): Found[] => all.map(({ stranger: _, ...each }) => each);
  if (!found.some(({ stranger }) => stranger)) return plain(found);
  const key = await subjectKey(db, `strangers ${personId}`, now);
  const taken = await take(db, { rule: strangerLimit, key, now });
  return plain(taken.allowed ? found : found.filter(({ stranger }) => !stranger));
}

/** A person that a form names, or the people that its words could mean, to choose from. */
export type Chosen = Result<Found> & { candidates?: Found[] };

/** Problems at `person`: `person.unknown`, `person.ambiguous` with `candidates`. */
export async function choosePerson(db: Db, { id, text }: PersonChoice, near: Near, asker: Asker): Promise<Chosen> {
  if (id !== null) {
    const account = await findAccount(db, id);
    if (!account || account.closedAt) return fieldProblem('person', 'person.unknown');
    return ok({ id, name: account.name, signInName: account.signInName });
  }
  const found = await findPersons(db, text, near, asker);
  const [only] = found;
  if (!only) return fieldProblem('person', 'person.notFound', { text });
  const exact = found.filter((each) => each.signInName === text.toLowerCase() || fold(each.name) === fold(text));
  if (found.length === 1) return ok(only);
  if (exact.length === 1) return ok(exact[0] as Found);
  return Object.assign(fieldProblem('person', 'person.ambiguous', { count: found.length }) as Failed, { candidates: found });
}
