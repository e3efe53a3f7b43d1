/** The log of security-relevant acts: written in the same transaction as the act, each with a leaf in the ledger. */
import type { Instant } from '../clock.ts';
import type { Db } from '../database/client.ts';
import { asSystem } from '../database/scope.server.ts';
import type { Json } from '../ledger/canonical.ts';
import type { ContentOf } from '../ledger/contents.server.ts';
import { append } from '../ledger/ledger.server.ts';
import { actsById, insertAct, nextActId, type ActRow } from './store.server.ts';

/** Kind of the leaves; a door's manifest gives `auditContent` for it, so that `verify-ledger` compares the rows. */
export const AUDITED = 'audit.act';

export type Act = {
  /** `module.act`: `people.grant`, `members.export`; its words are `<module>.desk.act.<act>`. */
  kind: string;
  /** Who did it; `undefined` is the operator at the command line or the system. */
  by?: { personId: string; name: string } | undefined;
  /** The body that it concerns; null: the whole installation. */
  bodyId: number | null;
  /** What it was done to: `person:<id>`, `grant:<id>`, `body:<id>`. */
  subject: string;
  /** Codes, dates, numbers and names of roles. Never contents, secrets, addresses. */
  details?: Record<string, Json>;
  now: Instant;
};

const OPERATOR = 'operator';

/** Records an act in the caller's transaction: it is in the log if, and only if, the act took place. */
export async function audit(tx: Db, { kind, by, bodyId, subject, details = {}, now }: Act): Promise<void> {
  const id = await nextActId(tx);
  const row = {
    id, at: now, kind, actorId: by?.personId ?? null, actorName: by?.name ?? OPERATOR, bodyId, subject, details,
  };
  const secret = { subject: String(id), content: contentOf(row) };
  const { leafHash } = await append(tx, { kind: AUDITED, publicFields: { number: id }, secret, now });
  await insertAct(tx, { ...row, leafHash });
}

/** What the leaf commits to. */
const contentOf = (row: Omit<ActRow, 'leafHash'>): Json => ({
  at: row.at.toISOString(),
  kind: row.kind,
  actor: row.actorId,
  name: row.actorName,
  body: row.bodyId,
  subject: row.subject,
  details: row.details,
});

export const auditContent: ContentOf = async (db, subjects) => {
  const rows = await asSystem(db, 'verify the log of acts', (tx) => actsById(tx, subjects.map(Number)));
  return new Map(rows.map((row) => [String(row.id), contentOf(row)]));
};
