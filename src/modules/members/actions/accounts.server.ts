/** Accounts for members: who has one, and the codes that open the others. */
import { randomUUID } from 'node:crypto';
import { bodyTree, within, type BodyTree } from '#modules/organisation/index.server.ts';
import {
  activationUrl,
  inviteMembers,
  issueActivations,
  LETTERS_AT_ONCE,
  type Issued,
  type Person,
} from '#modules/people/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ancestorsAt, childrenAt, nearestVersion, versionAt } from '#platform/dated/tree.ts';
import { subjectKey, take } from '#platform/limits/limits.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { fold } from '#platform/text/fold.ts';
import { onceLimit, standingOf, type AccountQuery } from '../rules/accounts.ts';
import type { LettersForm } from '../input/accounts.ts';
import { PAGE } from '../rules/list.ts';
import { maySee } from '../rules/permissions.ts';
import {
  countAccounts,
  linkPersons,
  listAccounts,
  lockForCodes,
  type AccountCounts,
  type Among,
  type MemberAccount,
} from '../store/account.server.ts';
import { asHouse, asOfficer } from './ground.server.ts';
import type { BodyLink } from './member-pages.server.ts';
import { partOf, seenRootsOf, type Keeper } from './scope.server.ts';

type Ground = Pick<Runtime, 'db' | 'config'>;

export type AccountItem = {
  id: number;
  code: string;
  fullName: string;
  body: string;
  standing: ReturnType<typeof standingOf>;
  issuedAt: Instant | null;
  expiresAt: Instant | null;
};
export type AccountsPage = {
  query: AccountQuery;
  /** The day of the list of members that it speaks of: letters go to those who belong here now. */
  today: Day;
  body: BodyLink;
  path: BodyLink[];
  roots: BodyLink[];
  below: BodyLink[];
  counts: AccountCounts;
  items: AccountItem[];
  total: number;
  most: number;
  /** For the form: the same click is known again. */
  once: string;
};

/** Members of a body and below it, and where their accounts stand. Problem `forbidden`. */
export async function readAccounts({ db }: Pick<Ground, 'db'>, query: AccountQuery, officer: Keeper): Promise<Result<AccountsPage>> {
  const roots = await seenRootsOf(db, officer);
  const id = query.body ?? roots[0]?.id;
  const today = dayOf(officer.now);
  if (id === undefined || !maySee(officer.actor, id, await within(db, today))) return problem('forbidden');
  const tree = await bodyTree(db);
  const among = amongOf(tree, id, officer.now);
  const words = fold(query.q).split(' ').filter((word) => word !== '');
  const [counts, { rows, total }] = await asOfficer(db, officer, async (tx) => [
    await countAccounts(tx, among),
    await listAccounts(tx, { ...among, words, limit: PAGE, offset: (query.page - 1) * PAGE }),
  ]);
  const link = (each: number): BodyLink => ({ id: each, name: nearestVersion(tree, each, today)!.name });
  const above = ancestorsAt(tree, id, today);
  const top = above.findLastIndex((each) => roots.some((root) => root.id === each));
  return ok({
    query,
    today,
    body: link(id),
    path: [...above.slice(0, top + 1).toReversed(), id].map(link),
    roots: roots.map(({ id: root, name }) => ({ id: root, name })),
    below: childrenAt(tree, id, today).map(link).sort((a, b) => numbers.compare(a.name, b.name)),
    counts,
    items: rows.map((row) => present(row, tree, officer.now)),
    total,
    most: LETTERS_AT_ONCE,
    once: randomUUID(),
  });
}

const numbers = new Intl.Collator('vi', { numeric: true });
const amongOf = (tree: BodyTree, body: number, now: Instant): Among => ({ bodies: partOf(tree, body, dayOf(now)), day: dayOf(now), now });

const present = (row: MemberAccount, tree: BodyTree, now: Instant): AccountItem => ({
  id: row.id,
  code: row.code,
  fullName: row.fullName,
  body: versionAt(tree, row.body, dayOf(now))?.name ?? '',
  standing: standingOf(row),
  issuedAt: row.codeIssuedAt,
  expiresAt: row.codeExpiresAt,
});

/** One A4 sheet: nothing personal but the name and the branch. */
export type Letter = { name: string; branch: string; code: string; url: string; expiresAt: Instant; again: boolean };
export type Letters = {
  channel: 'letter' | 'email';
  letters: Letter[];
  count: number;
  /** Names of those for whom an administrator has to make it, because of the roles they hold. */
  refused: string[];
  from: string;
  by: string;
  at: Instant;
  /** How many are left without an account or a code. */
  left: number;
};

/**
 * Makes codes, once for one click of a button. Letters are returned to be printed now: only hashes stay. Problems:
 * `forbidden`, `letters.nobody`, `letters.once`.
 */
export async function makeLetters(ground: Ground, form: LettersForm, { actor, now }: Keeper): Promise<Result<Letters>> {
  const { db } = ground;
  const today = dayOf(now);
  if (actor.kind !== 'person' || !maySee(actor, form.body, await within(db, today))) return problem('forbidden');
  const tree = await bodyTree(db);
  const among = amongOf(tree, form.body, now);
  const click = await take(db, { rule: onceLimit, key: await subjectKey(db, `${actor.personId} ${form.once}`, now), now });
  if (!click.allowed) return problem('letters.once');
  const from = nearestVersion(tree, form.body, today)!.fullName;
  return asHouse(db, 'letters', async (tx) => {
    const wanted = form.which === 'all' ? { without: form.channel === 'email' ? ('mail' as const) : ('letter' as const) } : form.which;
    const members = await lockForCodes(tx, among, wanted, LETTERS_AT_ONCE);
    if (members.length === 0) return problem('letters.nobody');
    const made = await issueFor(tx, ground, members, { ...form, from, by: actor as Person, now });
    const letters = made.letters.map(({ body, ...letter }) => ({ ...letter, branch: versionAt(tree, body, today)?.fullName ?? '' }));
    const left = (await countAccounts(tx, among)).none;
    const shown = form.channel === 'letter' ? letters : [];
    return ok({ channel: form.channel, letters: shown, count: letters.length, refused: made.refused, from, by: actor.name, at: now, left });
  });
}

type Making = Pick<LettersForm, 'body' | 'channel'> & { from: string; by: Person; now: Instant };

async function issueFor(tx: Db, { config }: Ground, members: readonly MemberAccount[], { body, channel, from, by, now }: Making) {
  const fresh = members.filter(({ personId }) => personId === null);
  const invitations = fresh.map(({ fullName, code, phone, email }) => ({ name: fullName, memberCode: code, phone, email }));
  const persons = await inviteMembers(tx, invitations, { by, bodyId: body, now });
  await linkPersons(tx, fresh.map(({ id }, at) => ({ member: id, person: persons[at]! })));
  const personOf = new Map([
    ...members.map(({ id, personId }) => [id, personId ?? ''] as const),
    ...fresh.map(({ id }, at) => [id, persons[at]!] as const),
  ]);
  const ids = members.map(({ id }) => personOf.get(id)!);
  const { issued } = await issueActivations(tx, ids, { by, bodyId: body, bodyName: from, channel, config, now });
  const byPerson = new Map<string, Issued>(issued.map((each) => [each.personId, each]));
  const letters = members.flatMap((member) => {
    const code = byPerson.get(personOf.get(member.id)!);
    if (!code) return [];
    const { name, expiresAt, again } = code;
    return [{ name, body: member.body, code: code.code, url: activationUrl(config, code.code), expiresAt, again }];
  });
  return { letters, refused: members.filter(({ id }) => !byPerson.has(personOf.get(id)!)).map(({ fullName }) => fullName) };
}
