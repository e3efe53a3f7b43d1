/** The search box of people: for administrators, and for whoever hands a role on. */
import type { Db } from '#platform/database/client.ts';
import { fieldProblem, ok, type Failed, type Result } from '#platform/result.ts';
import { fold } from '#platform/text/fold.ts';
import type { PersonChoice } from '../input/desk.ts';
import { identifierKey } from '../rules/identifier.ts';
import { findAccount, searchPersons, type Among, type Found } from '../store/account.server.ts';

export type { Found } from '../store/account.server.ts';

const MOST = 10;

/** Within which bodies a name is enough (null: everywhere), and whose. */
export type Near = { bodies: readonly number[] | null; among: Among };

export async function findPersons(db: Db, q: string, near: Near): Promise<Found[]> {
  const words = fold(q).split(' ').filter((word) => word !== '');
  if (words.length === 0) return [];
  return searchPersons(db, { ...near, words, exact: identifierKey(q), limit: MOST });
}

/** A person that a form names, or the people that its words could mean, to choose from. */
export type Chosen = Result<Found> & { candidates?: Found[] };

/** Problems at `person`: `person.unknown`, `person.ambiguous` with `candidates`. */
export async function choosePerson(db: Db, { id, text }: PersonChoice, near: Near): Promise<Chosen> {
  if (id !== null) {
    const account = await findAccount(db, id);
    if (!account || account.closedAt) return fieldProblem('person', 'person.unknown');
    return ok({ id, name: account.name, signInName: account.signInName });
  }
  const found = await findPersons(db, text, near);
  const [only] = found;
  if (!only) return fieldProblem('person', 'person.notFound', { text });
  const exact = found.filter((each) => each.signInName === text.toLowerCase() || fold(each.name) === fold(text));
  if (found.length === 1) return ok(only);
  if (exact.length === 1) return ok(exact[0] as Found);
  return Object.assign(fieldProblem('person', 'person.ambiguous', { count: found.length }) as Failed, { candidates: found });
}
