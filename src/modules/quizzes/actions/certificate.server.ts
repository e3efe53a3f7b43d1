/** Certificates: a member who passed asks for one; whoever has its code can check it. */
import { createHash, createHmac } from 'node:crypto';
import { memberOfAccount } from '#modules/members/index.server.ts';
import { bodyAsOf } from '#modules/organisation/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import { campaignsNamed } from '#modules/study/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asPerson, asSystem } from '#platform/database/scope.server.ts';
import { ledgerOrigin } from '#platform/ledger/sequence.server.ts';
import { openStatement, signStatement } from '#platform/ledger/statement.server.ts';
import { printing } from '#platform/pdf/print.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { codeOf, parseCode } from '#platform/text/code.ts';
import { countingAttempt, passes, readStatement, statementOf, type Statement } from '../rules/certificate.ts';
import {
  certificateByCode,
  certificateOfTicket,
  earnings,
  insertCertificate,
  reserveNumber,
  setPrinted,
  type Certificate,
  type Earning,
} from '../store/certificate.server.ts';
import { certificatePaper, type Printed } from './certificate-paper.server.ts';

export type Ground = Pick<Runtime, 'db' | 'config'>;
export type Holder = { actor: Person; now: Instant };

/** 85 bits, of the ticket and a secret of this installation: the paper can be printed again, nobody finds it by trying. */
const codeFor = (secret: string, ticketId: number): string =>
  codeOf(createHmac('sha256', secret).update(`certificate\n${ticketId}`).digest().subarray(0, 17));
const hashOf = (code: string): string => createHash('sha256').update(parseCode(code) ?? '').digest('hex');
export const certificateUrl = (config: Ground['config'], code: string): string =>
  `${config.publicOrigin}/chung-nhan/${code}`;

/** What a certificate says, once its signature is checked; undefined for a row that somebody has altered. */
export async function saidBy(db: Db, certificate: Pick<Certificate, 'note'>): Promise<Statement | undefined> {
  const text = await openStatement(db, certificate.note);
  return text === undefined ? undefined : readStatement(text);
}

export type OwnCertificate = {
  ticketId: number;
  quiz: string;
  campaign: string;
  /** Passed, but not asked for; issued; or no longer valid. */
  state: 'earned' | 'issued' | 'revoked';
  code: string | null;
  printedByBody: boolean;
  revokedReason: string | null;
};

/** The signed-in member's certificates, and what they could ask for. Nothing about quizzes that were not passed. */
export async function ownCertificates({ db, config }: Ground, { actor, now }: Holder): Promise<OwnCertificate[]> {
  const member = await memberOfAccount(db, actor.personId, dayOf(now));
  if (!member) return [];
  return asPerson(db, actor.personId, async (tx) => {
    const earned = (await earnings(tx, member.memberId)).filter((each) => each.certificateId !== null || earnedBy(each));
    const campaigns = await campaignsNamed(tx, earned.map(({ campaignId }) => campaignId));
    const shown = earned.map(async (each): Promise<OwnCertificate> => {
      const issued = each.certificateId === null ? undefined : await certificateOfTicket(tx, each.ticketId);
      return {
        ticketId: each.ticketId,
        quiz: each.quiz,
        campaign: campaigns.get(each.campaignId)?.title ?? '',
        state: !issued ? 'earned' : issued.revokedAt ? 'revoked' : 'issued',
        code: issued ? codeFor(config.secret, each.ticketId) : null,
        printedByBody: issued?.printedByBody ?? false,
        revokedReason: issued?.revokedReason ?? null,
      };
    });
    return Promise.all(shown);
  });
}

const earnedBy = ({ attempts, counts, passMark }: Earning): Earning['attempts'][number] | undefined => {
  const counting = countingAttempt(attempts, counts);
  // Where nothing is passed or failed, taking part to the end is what is certified.
  return counting && passes(counting, passMark) !== false ? counting : undefined;
};

/**
 * Issues the certificate for a ticket of one's own; once, however often it is asked. Problems: `certificate.missing`
 * for a ticket of somebody else or of a quiz that gives none, `certificate.notEarned`.
 */
export async function claimCertificate(
  { db, config }: Ground, ticketId: number, printedByBody: boolean, { actor, now }: Holder,
): Promise<Result<void>> {
  const member = await memberOfAccount(db, actor.personId, dayOf(now));
  if (!member) return problem('certificate.missing');
  return asPerson(db, actor.personId, async (tx) => {
    const earning = (await earnings(tx, member.memberId)).find((each) => each.ticketId === ticketId);
    if (!earning) return problem('certificate.missing');
    if (earning.certificateId !== null) {
      await setPrinted(tx, ticketId, printedByBody);
      return ok(undefined);
    }
    const counting = earnedBy(earning);
    if (!counting) return problem('certificate.notEarned');
    const on = dayOf(new Date(counting.handedIn));
    const said = { name: actor.name, quiz: earning.quiz, on, ...(await namesFor(tx, earning, on)) };
    const number = await reserveNumber(tx);
    const sequencing = { origin: ledgerOrigin(config.publicOrigin), now };
    const note = await signStatement(tx, statementOf({ ...said, number }), sequencing);
    const row = { id: number, ticketId, quizId: earning.quizId, memberId: member.memberId, branchId: earning.branchId };
    await insertCertificate(tx, { ...row, codeHash: hashOf(codeFor(config.secret, ticketId)), note, printedByBody }, now);
    return ok(undefined);
  });
}

async function namesFor(tx: Db, { bodyId, campaignId }: Earning, on: string): Promise<{ body: string; campaign: string }> {
  const body = await bodyAsOf(tx, bodyId, on);
  const campaigns = await campaignsNamed(tx, [campaignId]);
  return { body: body?.name ?? '', campaign: campaigns.get(campaignId)?.title ?? '' };
}

/** One's own certificate as PDF. Problems: `certificate.missing` (also when revoked), `limits.busy`. */
export async function ownCertificatePdf({ db, config }: Ground, ticketId: number, { actor }: Holder): Promise<Result<Buffer>> {
  const certificate = await asPerson(db, actor.personId, (tx) => certificateOfTicket(tx, ticketId));
  if (!certificate || certificate.revokedAt) return problem('certificate.missing');
  const said = await saidBy(db, certificate);
  if (!said) return problem('certificate.missing');
  return printing((print) => print(certificatePaper(paperOf(config, certificate, said))));
}

/** What the paper shows beside what is signed. Sample data is marked wherever it is shown. */
export function paperOf(config: Ground['config'], { ticketId, sample }: Certificate, said: Statement): Printed {
  const code = codeFor(config.secret, ticketId);
  return { said, code, url: certificateUrl(config, code), sample };
}

export type Checked = { said: Statement; revoked: { at: Date; reason: string } | null; note: string };

/** For whoever has the code: what was certified, or `certificate.unknown`. */
export async function checkCertificate({ db }: Pick<Ground, 'db'>, typed: string): Promise<Result<Checked>> {
  const code = parseCode(typed);
  if (code === undefined) return problem('certificate.unknown');
  const found = await asSystem(db, 'quizzes: a certificate by its code', (tx) => certificateByCode(tx, hashOf(code)));
  const said = found && (await saidBy(db, found));
  if (!said) return problem('certificate.unknown');
  const revoked = found.revokedAt ? { at: found.revokedAt, reason: found.revokedReason ?? '' } : null;
  return ok({ said, revoked, note: found.note });
}
