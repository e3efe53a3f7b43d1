import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { normaliseLine } from '#platform/text/normalise.ts';
import type { OwnPasskey } from '../input/passkey.ts';
import { needsProof } from '../rules/factors.ts';
import { deletePasskey, insertPasskey, renamePasskey } from '../store/passkey.server.ts';
import type { Ground } from './authentication.server.ts';
import { afterRemoval, record, strengthen, type Own } from './factors.server.ts';
import { beginPasskeyProof, proveWithPasskey } from './prove.server.ts';
import { askForNew, readNew, type Site } from './passkey.server.ts';

/** More are somebody else's, or a mistake. */
const MOST = 20;

/** Asks this browser for a new passkey. Problem: `proof.needed`. */
export async function beginPasskey(ground: Ground, { actor, now }: Own, site: Site) {
  if (needsProof(actor, now)) return problem('proof.needed');
  return ok(await askForNew(ground, actor, site, now));
}

type New = { key: string; response: RegistrationResponseJSON; name: string };

/** Keeps what the browser made. Problems: `proof.needed`, `passkey.name`, `passkey.tooMany`, `passkey.wrong`. */
export async function addPasskey(ground: Ground, own: Own, { name, ...answer }: New, site: Site): Promise<Result<void>> {
  const { actor, now } = own;
  const { personId } = actor;
  if (needsProof(actor, now)) return problem('proof.needed');
  if (name === '' || name.length > 100) return fieldProblem('name', 'passkey.name');
  const made = await readNew(ground, { personId, ...answer }, site, now);
  if (!made) return problem('passkey.wrong');
  return ground.db.transaction().execute(async (tx) => {
    if (!(await insertPasskey(tx, { ...made, name }, MOST, now))) return problem('passkey.tooMany');
    await strengthen(tx, ground, own, 'passkey.added', { name });
    return ok(undefined);
  });
}

/** Both requests of somebody signed in: the first gets a challenge, the one that answers it gets nothing. */
export async function ownPasskey(ground: Ground, own: Own, asked: OwnPasskey, site: Site): Promise<Result<object | undefined>> {
  if (!('key' in asked)) return asked.use === 'create' ? beginPasskey(ground, own, site) : ok(await beginPasskeyProof(ground, own, site));
  if (asked.use === 'get') return nothing(await proveWithPasskey(ground, own, asked, site));
  const { key, response, name = '' } = asked;
  return nothing(await addPasskey(ground, own, { key, response, name: normaliseLine(name) }, site));
}
const nothing = (result: Result<void>): Result<undefined> => (result.ok ? ok(undefined) : result);

/** Problems: `passkey.name`, `passkey.none`. */
export async function callPasskey({ db }: Ground, { actor }: Own, id: number, name: string): Promise<Result<void>> {
  if (name === '' || name.length > 100) return fieldProblem('name', 'passkey.name');
  return (await renamePasskey(db, actor.personId, id, name)) ? ok(undefined) : problem('passkey.none');
}

/** Opens nothing from now on. Problems: `proof.needed`, `passkey.none`. */
export async function removePasskey({ db, config }: Ground, own: Own, id: number): Promise<Result<void>> {
  const { actor, now } = own;
  if (needsProof(actor, now)) return problem('proof.needed');
  return db.transaction().execute(async (tx) => {
    const name = await deletePasskey(tx, actor.personId, id);
    if (name === undefined) return problem('passkey.none');
    await record(tx, config, own, 'passkey.removed', { name });
    await afterRemoval(tx, actor.personId);
    return ok(undefined);
  });
}
