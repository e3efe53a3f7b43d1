import { within } from '#modules/organisation/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Config } from '#platform/config.server.ts';
import type { Db } from '#platform/database/client.ts';
import { announceMail } from '#platform/mail/jobs.server.ts';
import { isMailAddress, queueMails } from '#platform/mail/mail.server.ts';
import { inPlaceOf } from '#platform/policy.ts';
import { newCode, parseCode } from '#platform/text/code.ts';
import { shortDate } from '#platform/text/format.ts';
import { translator } from '#platform/words/translate.ts';
import { CODE_DAYS, mayIssue, type Channel } from '../rules/activation.ts';
import type { Granter } from '../rules/roles.ts';
import { addressees, insertActivations, insertInvited, type Addressee, type Invitation } from '../store/activation.server.ts';
import { identifiersOf, type Identifiers } from '../store/identifier.server.ts';
import { keyedHash } from './secrets.server.ts';

/** Who does it, in the name of which body. The caller has asked whether `by` keeps the people of that body. */
export type Issuing = { by: Granter; bodyId: number; now: Instant };

const idOf = (by: Granter): string | null => (by.kind === 'person' ? by.personId : null);

/** What a code is looked up by: under a key of the installation. Undefined when the text cannot be a code. */
export function codeHash(config: Pick<Config, 'secret'>, typed: string): Buffer | undefined {
  const code = parseCode(typed);
  return code === undefined ? undefined : keyedHash(config, 'activation', code);
}

/**
 * Makes accounts that nobody can sign in to yet. A phone number or a mail address that belongs to another open account
 * is left out (a family has one telephone); the code of a member is nobody else's.
 * @returns the ids, in the same order
 */
export async function inviteMembers(tx: Db, members: readonly Invitation[], { by, bodyId, now }: Issuing): Promise<string[]> {
  const ids = [];
  for (const member of members) ids.push(await insertInvited(tx, member, { bodyId, by: idOf(by), now }));
  return ids;
}

export type Issued = {
  personId: string;
  name: string;
  /** In groups of four; only its hash is kept, so this is the one time to show it. */
  code: string;
  expiresAt: Instant;
  /** The account has a password already: the letter replaces a forgotten one. */
  again: boolean;
  identifiers: Identifiers;
};

export type Issuance = {
  issued: Issued[];
  /** Persons whose roles `by` does not administer, closed accounts, and with mail those without an address. */
  refused: string[];
};

/**
 * Codes that open accounts, one a person; whatever was issued before is void. By mail they leave with the caller's
 * transaction. One act in the log with the count, and one for each account that has a password already.
 */
export async function issueActivations(
  tx: Db,
  personIds: readonly string[],
  { channel, config, bodyName, ...issuing }: Issuing & { channel: Channel; config: Config; bodyName: string },
): Promise<Issuance> {
  const { by, bodyId, now } = issuing;
  const isWithin = await within(tx, dayOf(now));
  const open = await addressees(tx, personIds, dayOf(now));
  const may = open.filter((each) => mayIssue(by, each, isWithin) && (channel === 'letter' || isMailAddress(each.email ?? '')));
  const expiresAt = new Date(now.getTime() + CODE_DAYS[channel] * 86_400_000);
  const issued: Issued[] = [];
  for (const { personId, name, hasPassword } of may) {
    const identifiers = await identifiersOf(tx, personId);
    issued.push({ personId, name, code: newCode(), expiresAt, again: hasPassword, identifiers });
  }
  const rows = issued.map(({ personId, code }) => ({ personId, codeHash: codeHash(config, code)! }));
  await insertActivations(tx, rows, { channel, bodyId, by: idOf(by), now, expiresAt });
  if (channel === 'email') await sendCodes(tx, may, issued, { config, bodyName, now });
  await logIssue(tx, issued, { ...issuing, channel });
  const done = new Set(issued.map(({ personId }) => personId));
  return { issued, refused: personIds.filter((id) => !done.has(id)) };
}

/** Who may keep or see the list of members from which letters are written. */
const ISSUERS = ['administrator', 'officer', 'secretary'];

async function logIssue(tx: Db, issued: readonly Issued[], { by, bodyId, now, channel }: Issuing & { channel: Channel }): Promise<void> {
  if (issued.length === 0) return;
  const inPlace = by.kind === 'person' ? inPlaceOf(by, ISSUERS, bodyId, await within(tx, dayOf(now))) : {};
  const act = { by: by.kind === 'person' ? by : undefined, bodyId, now };
  await audit(tx, { ...act, kind: 'people.letters', subject: `body:${bodyId}`, details: { channel, count: issued.length, ...inPlace } });
  for (const { personId } of issued.filter(({ again }) => again)) {
    await audit(tx, { ...act, kind: 'people.reissue', subject: `person:${personId}`, details: { channel, ...inPlace } });
  }
}

async function sendCodes(
  tx: Db,
  to: readonly Addressee[],
  issued: readonly Issued[],
  { config, bodyName, now }: { config: Config; bodyName: string; now: Instant },
): Promise<void> {
  const t = translator('vi');
  const mails = issued.map(({ personId, name, code, expiresAt }, at) => ({
    key: `people.activation/${personId}/${now.getTime()}`,
    to: to[at]?.email ?? '',
    subject: t('people.activate.mail.subject'),
    text: t('people.activate.mail.text', { name, body: bodyName, code, expires: shortDate(expiresAt), url: activationUrl(config, code) }),
    language: 'vi',
    secret: true,
  }));
  await queueMails(tx, mails, now);
  if (mails.length > 0) await announceMail(tx);
}

/** Where a code is used; what the QR code of a letter says. */
export const activationUrl = ({ publicOrigin }: Pick<Config, 'publicOrigin'>, code: string): string =>
  `${publicOrigin}${translator('vi').href(`/activate?code=${code}`)}`;
