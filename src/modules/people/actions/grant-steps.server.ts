/** The forms about one grant, and the form that gives a role. */
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { GrantForm } from '../input/desk.ts';
import type { Typed } from '../input/typed.ts';
import { findDelegation } from '../store/delegation.server.ts';
import { findGrant } from '../store/grant-list.server.ts';
import { choosePerson, type Found } from './find-person.server.ts';
import { endDelegation } from './delegation.server.ts';
import { changeGrantEnd, grantRole, revokeRole } from './grant.server.ts';
import { reachOf } from './reach.server.ts';
import type { Officer } from './roles-page.server.ts';

type Ground = Pick<Runtime, 'db' | 'config'>;
export type Given = Result<{ grantId: number }> & { candidates?: Found[] };

/** Gives a role in a body to whom the form names. Problems: those of `choosePerson` and `grantRole`. */
export async function giveRole(ground: Ground, form: GrantForm, { bodyId, actor, now }: Officer & { bodyId: number }): Promise<Given> {
  const { bodies, roots, isWithin } = await reachOf(ground.db, actor, dayOf(now));
  if (actor.kind !== 'person' || !roots.some((root) => isWithin(bodyId, root))) return problem('forbidden');
  const person = await choosePerson(ground.db, form.person, { bodies, among: 'accounts' }, { personId: actor.personId, now });
  if (!person.ok) return person;
  const { role, from, to } = form;
  const grant = { personId: person.value.id, role, bodyId, validFrom: from, ...(to ? { validTo: to } : {}) };
  const given = await grantRole(ground, grant, { by: actor, now });
  // At the field, where it can be put right.
  if (!given.ok && given.problems[0]?.code === 'grant.exists') return fieldProblem('role', 'grant.exists');
  return given;
}

type Step = (ground: Ground, about: { bodyId: number; grantId: number; typed: Typed }, officer: Officer) => Promise<Result<void>>;
type Readers = {
  end(typed: Typed): Result<{ to?: string | undefined }>;
  id(typed: Typed): Result<{ id: number }>;
};

/** Every form on the page of a grant by its name. The grant must be one of the body in the address. */
export function grantStepsWith(read: Readers): Readonly<Record<string, Step>> {
  const ofBody = (step: Step): Step => async (ground, about, officer) => {
    const grant = await findGrant(ground.db, about.grantId);
    return grant?.bodyId === about.bodyId ? step(ground, about, officer) : problem('grant.missing');
  };
  return {
    end: ofBody(async (ground, { grantId, typed }, { actor, now }) => {
      const form = read.end(typed);
      return form.ok ? changeGrantEnd(ground, { grantId, to: form.value.to ?? null }, { by: actor, now }) : form;
    }),
    revoke: ofBody((ground, { grantId }, { actor, now }) => revokeRole(ground, grantId, { by: actor, now })),
    endDelegation: ofBody(async (ground, { grantId, typed }, { actor, now }) => {
      const form = read.id(typed);
      if (!form.ok) return form;
      const it = await findDelegation(ground.db, form.value.id);
      if (it?.grantId !== grantId) return problem('delegation.unknown');
      const ended = await endDelegation(ground, form.value.id, { by: actor, now });
      return ended.ok ? ok(undefined) : ended;
    }),
  };
}
