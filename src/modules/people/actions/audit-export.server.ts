/** The log as a file. */
import { audit } from '#platform/audit/audit.server.ts';
import { findActs, type ActRow } from '#platform/audit/store.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import { asPerson } from '#platform/database/scope.server.ts';
import { whileAllowed } from '#platform/http/while-allowed.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { csv, csvLines } from '#platform/text/csv.ts';
import { clockTime, shortDate } from '#platform/text/format.ts';
import { actName, detailsOf, subjectText, type Named } from '../rules/act-words.ts';
import type { AuditQuery } from '../rules/audit-list.ts';
import type { Actor, Person } from '../rules/roles.ts';
import { namesIn, openLog, type Opened } from './audit-pages.server.ts';
import { reachOf } from './reach.server.ts';
import { vi } from './tell.server.ts';

type Ground = Pick<Runtime, 'db'>;
type Officer = { actor: Actor; now: Instant };

/** Some ten kilobytes a piece, whatever the length of the log. */
const PIECE = 200;

/**
 * The acts of a list as CSV, newest first, in pieces. That it was exported is an act itself. Whoever loses the right
 * while it runs gets no further piece. Problems: `forbidden`, `body.unknown`.
 * @param again who asks, looked up anew
 */
export async function exportActs(
  { db }: Ground,
  query: AuditQuery,
  { actor, now, again }: Officer & { again: () => Promise<Actor> },
): Promise<Result<ReadableStream<Uint8Array<ArrayBuffer>>>> {
  const opened = await openLog(db, query, { actor, now });
  if (!opened.ok) return opened;
  const { filter, body, bodyUnknown, reader } = opened.value;
  if (bodyUnknown) return problem('body.unknown');
  const reach = await reachOf(db, actor, dayOf(now));
  const bodyId = body?.id ?? (reach.bodies === null ? null : (reach.roots[0] ?? null));
  const details = { kind: query.kind, from: query.from, to: query.to, below: body ? query.below : true };
  const [newest] = await asPerson(db, reader.personId, (tx) => findActs(tx, { ...filter, limit: 1 }));
  await db.transaction().execute((tx) =>
    audit(tx, { kind: 'people.auditExport', by: reader, bodyId, subject: 'audit:acts', details, now }));
  const pieces = piecesOf({ db }, { filter, first: newest?.id ?? 0, reader, now });
  return ok(whileAllowed(pieces, async () => {
    const current = await again();
    if (current.kind !== 'person' || current.personId !== reader.personId) return false;
    const { roots } = await reachOf(db, current, dayOf(new Date()));
    return reach.roots.every((root) => roots.includes(root));
  }));
}

type Run = { filter: Opened['filter']; first: number; reader: Person; now: Instant };

async function* piecesOf({ db }: Ground, { filter, first, reader, now }: Run): AsyncGenerator<string> {
  const columns = ['id', 'at', 'kind', 'actor', 'body', 'subject', 'details', 'leaf'] as const;
  // A byte order mark: the spreadsheet of an office takes anything else for its old code page.
  yield `\ufeff${csv(columns.map((column) => vi(`people.desk.audit.csv.${column}`)), [])}`;
  for (let before = first + 1; ; ) {
    const acts = await asPerson(db, reader.personId, (tx) =>
      findActs(tx, { ...filter, before, limit: PIECE }));
    const last = acts.at(-1);
    if (!last) return;
    before = last.id;
    const named = await namesIn(db, acts, now);
    yield csvLines(acts.map((act) => rowOf(act, named)));
  }
}

const rowOf = (act: ActRow, named: Named): (string | number)[] => [
  act.id,
  `${shortDate(act.at)} ${clockTime(act.at)}`,
  actName(vi, act.kind),
  act.actorId === null ? vi('people.desk.audit.operator') : act.actorName,
  act.bodyId === null ? vi('people.desk.audit.whole') : (named.bodies.get(act.bodyId) ?? String(act.bodyId)),
  subjectText(vi, act, named),
  detailsOf(vi, act, named).map(({ term, text }) => `${term}: ${text}`).join('; '),
  act.leafHash,
];
