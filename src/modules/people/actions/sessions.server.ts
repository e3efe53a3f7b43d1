/** Where a person is signed in. */
import { audit } from '#platform/audit/audit.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { endOtherSessions, endSession, listSessions, type SessionRow } from '../store/session-list.server.ts';
import type { Ground } from './authentication.server.ts';
import { sessionToken } from './cookie.server.ts';
import type { Self } from './own-account.server.ts';

type Here = Self & { headers: Headers };

/** Open sessions, this one first. */
export const ownSessions = ({ db, config }: Ground, { actor, headers, now }: Here): Promise<SessionRow[]> =>
  listSessions(db, actor.personId, sessionToken(headers.get('cookie'), config), now);

/** Ends one of them elsewhere; its next request is nobody's. Problem: `session.missing`. */
export async function endOwnSession({ db }: Ground, id: string, { actor, now }: Self): Promise<Result<void>> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return problem('session.missing');
  return db.transaction().execute(async (tx) => {
    if (!(await endSession(tx, actor.personId, id))) return problem('session.missing');
    await log(tx, 1, { actor, now });
    return ok(undefined);
  });
}

/** Ends all others. @returns how many */
export async function endOthers({ db, config }: Ground, { actor, headers, now }: Here): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const ended = await endOtherSessions(tx, actor.personId, sessionToken(headers.get('cookie'), config));
    if (ended > 0) await log(tx, ended, { actor, now });
    return ended;
  });
}

const log = (tx: Ground['db'], count: number, { actor, now }: Self): Promise<void> =>
  audit(tx, { kind: 'people.sessionsEnded', by: actor, bodyId: null, subject: `person:${actor.personId}`, details: { count }, now });
