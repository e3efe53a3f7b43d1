/** Writing a plan, and the acts of its two officers. */
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Acting, ActingPerson } from '#platform/policy.ts';
import { ok, problem, type Failed, type Result } from '#platform/result.ts';
import { isWithin as isWithinOn, type BodyTree } from '../rules/bodies.ts';
import { partsOf } from '../rules/heirs.ts';
import { concernedBy, type Step } from '../rules/plan.ts';
import { actsOf, mayBegin, mayReorganise, type Act } from '../rules/reorganisation.ts';
import { lockBodies } from '../store/reach.server.ts';
import {
  insertReorganisation,
  lockReorganisation,
  markClosed,
  markConfirmed,
  markDraft,
  markSubmitted,
  writeDraft,
  type Heading,
  type Reorganisation,
} from '../store/reorganisation.server.ts';
import { carryOut, fit, followers, orderChanged, type Ground } from './apply.server.ts';
import { bodyTree } from './bodies.server.ts';
import { readTree } from './reach.server.ts';
import { askToConfirm, sendBack, tellOfficers } from './return.server.ts';

export type Officer = { actor: Acting; now: Instant };

/** Begins a draft. Problem `forbidden`. @returns its number */
export async function beginReorganisation({ db }: Pick<Ground, 'db'>, heading: Heading, { actor, now }: Officer): Promise<Result<number>> {
  if (!mayBegin(actor)) return problem('forbidden');
  return ok(await insertReorganisation(db, heading, { personId: actor.personId, name: actor.name, now }));
}

/** May the actor see and change this plan today? Its author always may while it is a draft without steps. */
export async function concerns(db: Db, it: Reorganisation, { actor, now }: Officer): Promise<boolean> {
  if (it.bodies.length === 0) return actor.kind === 'person' && actor.personId === it.proposedBy && mayBegin(actor);
  const tree = await bodyTree(db);
  return mayReorganise(actor, it.bodies, (body, ancestor) => isWithinOn(tree, body, ancestor, dayOf(now)));
}

export type DraftChange = (it: Reorganisation) => Result<Heading & { steps: Step[] }>;

/**
 * Changes a draft. Problems: `reorganisation.missing`, `forbidden`, `reorganisation.notDraft`, `reorganisation.beyond`: it
 * would concern a body that the officer does not administer; what `change` says.
 */
export async function changeDraft({ db }: Pick<Ground, 'db'>, id: number, change: DraftChange, officer: Officer): Promise<Result<void>> {
  const tree = await bodyTree(db);
  return db.transaction().execute(async (tx) => {
    const it = await lockReorganisation(tx, id);
    if (!it) return problem('reorganisation.missing');
    if (!(await concerns(db, it, officer))) return problem('forbidden');
    if (it.state !== 'draft') return problem('reorganisation.notDraft');
    const changed = change(it);
    if (!changed.ok) return changed;
    const bodies = concernedBy(tree, changed.value);
    const next = { ...it, ...changed.value, bodies };
    if (bodies.length > 0 && !(await concerns(db, next, officer))) return problem('reorganisation.beyond');
    await writeDraft(tx, id, next);
    await forgetOthers(tx, tree, next);
    return ok(undefined);
  });
}

/** What modules keep about sharing out follows the plan: a key that is given again must not find an old list. */
async function forgetOthers(tx: Db, tree: BodyTree, it: Pick<Reorganisation, 'id' | 'on' | 'steps'>): Promise<void> {
  for (const { module, finishes, revised } of followers()) {
    await revised?.(tx, { number: it.id, parts: partsOf(tree, it, { name: module, finishes }) });
  }
}

export type Said = { act: Act; version: number; reason: string };

/**
 * Submits, confirms, refuses, takes back or cancels. A confirmed plan takes place at once when its day is here. Problems:
 * `reorganisation.missing`, `forbidden`, `reorganisation.act`: not in this state or not by this person;
 * `reorganisation.changed`: it is not what the officer has read; `reason.missing`; those of `fit`;
 * `reorganisation.returned`: it no longer fits, and is a draft again.
 */
export async function decide(ground: Ground, id: number, said: Said, officer: Officer): Promise<Result<Act | 'applied'>> {
  const { db } = ground;
  await bodyTree(db);
  const result = await db.transaction().execute(async (tx): Promise<Result<Act | 'applied'>> => {
    // Before the row, as whoever applies does: two who wait for each other would wait for ever.
    await lockBodies(tx);
    const it = await lockReorganisation(tx, id);
    if (!it) return problem('reorganisation.missing');
    if (officer.actor.kind !== 'person' || !(await concerns(db, it, officer))) return problem('forbidden');
    if (!actsOf(it, officer.actor).includes(said.act)) return problem('reorganisation.act');
    if (it.version !== said.version) return problem('reorganisation.changed');
    return acting[said.act](tx, it, { said, by: officer.actor, now: officer.now });
  });
  if (result.ok && result.value === 'applied') orderChanged(ground);
  return result;
}

type Deed = { said: Said; by: ActingPerson; now: Instant };
type Take = (tx: Db, it: Reorganisation, deed: Deed) => Promise<Result<Act | 'applied'>>;

const authorOf = ({ by, now }: Deed) => ({ personId: by.personId, name: by.name, now });

function note(tx: Db, it: Reorganisation, { by, now, said }: Deed): Promise<void> {
  const { personId, name } = by;
  return audit(tx, {
    kind: `organisation.${said.act}`, by: { personId, name }, bodyId: it.bodies[0] ?? null, subject: `reorganisation:${it.id}`,
    details: { on: it.on, version: it.version }, now,
  });
}

const submit: Take = async (tx, it, deed) => {
  const fits = await fit(tx, await readTree(tx), it);
  if (!fits.ok) return fits;
  await markSubmitted(tx, it.id, authorOf(deed));
  await note(tx, it, deed);
  await askToConfirm(tx, it, deed);
  return ok('submit');
};

const confirm: Take = async (tx, it, deed) => {
  const author = authorOf(deed);
  const confirmed = { ...it, confirmedBy: author.personId, confirmedName: author.name };
  const fits = await fit(tx, await readTree(tx), it);
  if (!fits.ok) return returned(tx, confirmed, fits, deed.now);
  await markConfirmed(tx, it.id, author);
  await note(tx, it, deed);
  if (it.on > dayOf(deed.now)) {
    await tellOfficers(tx, confirmed, { what: 'confirmed', now: deed.now });
    return ok('confirm');
  }
  const done = await carryOut(tx, confirmed, deed.now);
  if (!done.ok) throw new Error(`Reorganisation ${it.id} fitted a moment ago under the same lock`);
  await tellOfficers(tx, confirmed, { what: 'applied', now: deed.now });
  return ok('applied');
};

async function returned(tx: Db, it: Reorganisation, { problems }: Failed, now: Instant): Promise<Result<never>> {
  await sendBack(tx, it, problems, now);
  return problem('reorganisation.returned');
}

const withdraw: Take = async (tx, it, deed) => {
  await markDraft(tx, it.id, null);
  await note(tx, it, deed);
  return ok('withdraw');
};

const close =
  (state: 'refused' | 'cancelled'): Take =>
  async (tx, it, deed) => {
    const { reason, act } = deed.said;
    if (reason === '') return { ok: false, problems: [{ field: 'reason', code: 'reason.missing' }] };
    await markClosed(tx, it.id, state, { ...authorOf(deed), reason });
    await forgetOthers(tx, await readTree(tx), { ...it, steps: [] });
    await note(tx, it, deed);
    await tellOfficers(tx, it, { what: state, reasons: [reason], by: deed.by.name, now: deed.now });
    return ok(act);
  };

const acting: Record<Act, Take> = {
  submit, confirm, withdraw, refuse: close('refused'), cancel: close('cancelled'),
};
