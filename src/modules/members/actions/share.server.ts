/** A body that is divided: an officer says who of its members goes to whom, in the draft of the plan. */
import { bodyTree, chooseRest, readPlanParts, sharePlan, type BodyTree, type PlanPart, type PlanParts } from '#modules/organisation/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import type { Db } from '#platform/database/client.ts';
import { nearestVersion } from '#platform/dated/tree.ts';
import { failed, ok, problem, type Result } from '#platform/result.ts';
import { fold } from '#platform/text/fold.ts';
import type { Chosen } from '../input/share.ts';
import { needsSecond, type ExportFormat } from '../rules/export.ts';
import { judge, type Choice, type Other, type Row } from '../rules/share.ts';
import { forgetAllShares, forgetShares, knownByCode, listHere, writeShares, type Share } from '../store/share.server.ts';
import { asOfficer, type Ground } from './ground.server.ts';
import type { Officer } from './import.server.ts';
import { readShareFile, writeShareFile } from './share-file.server.ts';

/** As the plan knows us: `rehoming` says the same. */
export const follower = { name: 'members', finishes: true } as const;

export type Divided = { plan: number; body: number };

/** The plan, and the part of it that divides the body. Problems: those of `readPlanParts`, `share.none`. */
export async function dividedIn(db: Db, { plan, body }: Divided, officer: Officer): Promise<Result<{ plan: PlanParts; part: PlanPart }>> {
  const read = await readPlanParts(db, plan, follower, officer);
  return read.ok ? partIn(read.value, body) : read;
}

function partIn(plan: PlanParts, body: number): Result<{ plan: PlanParts; part: PlanPart }> {
  const part = plan.parts.find(({ from }) => from === body);
  return part ? ok({ plan, part }) : problem('share.none');
}

/** A body of any time that is called so; one that still exists before one that has ended. */
function otherBody(tree: BodyTree, text: string): Other | undefined {
  const wanted = fold(text);
  const found = [...tree.versions.values()].flatMap((versions) => {
    const bears = versions.some(({ name, fullName, symbol }) => [name, fullName, symbol].some((each) => fold(each) === wanted));
    const last = versions.at(-1);
    return bears && last ? [{ name: last.fullName, until: last.until }] : [];
  });
  return found.find(({ until }) => until === null) ?? found[0];
}

type Write = (tx: Db, given: { plan: PlanParts; part: PlanPart; personId: string }) => Promise<Result<number>>;

/** Under the lock of the draft and in the name of the officer. @returns how many members are named */
function change({ db }: Ground, { plan, body }: Divided, write: Write, officer: Officer): Promise<Result<number>> {
  const { actor } = officer;
  if (actor.kind !== 'person') return Promise.resolve(problem('forbidden'));
  const take = (tx: Db, it: PlanParts) => asOfficer(tx, officer, async (own): Promise<Result<number>> => {
    const found = partIn(it, body);
    return found.ok ? write(own, { ...found.value, personId: actor.personId }) : found;
  });
  return sharePlan({ db }, plan, follower, take, officer);
}

/** Rows that are wrong keep the others out too: a list is right as a whole. */
const MOST_TOLD = 100;

async function judged(tx: Db, rows: readonly Row[], { plan, part }: { plan: PlanParts; part: PlanPart }): Promise<Result<Choice[]>> {
  const tree = await bodyTree(tx);
  const known = await knownByCode(tx, rows.map(({ code }) => code), part.from, plan.on);
  const nameOf = (body: number | null) => (body === null ? null : (nearestVersion(tree, body, plan.on)?.fullName ?? null));
  const members = new Map(known.map((each) => [each.code, { id: each.id, here: each.here, elsewhere: nameOf(each.body) }]));
  const { choices, problems } = judge(rows, {
    members, heirs: part.into, body: part.name, on: plan.on, other: (text) => otherBody(tree, text),
  });
  if (problems.length === 0) return ok(choices);
  const more = problems.length - MOST_TOLD;
  return failed(...problems.slice(0, MOST_TOLD), ...(more > 0 ? [{ code: 'share.more', values: { more } }] : []));
}

const named = (choices: readonly Choice[]): Share[] => choices.flatMap(({ member, to }) => (to === null ? [] : [{ member, to }]));

/**
 * One list for each heir, which together replace what was written down. Problems: those of `judge`, `share.more`
 * {more}, `share.none`, those of a draft.
 */
export const saveLists = (ground: Ground, at: Divided, read: (heirs: PlanPart['into']) => Result<Row[]>, officer: Officer): Promise<Result<number>> =>
  change(ground, at, async (tx, given) => {
    const rows = read(given.part.into);
    if (!rows.ok) return rows;
    const choices = await judged(tx, rows.value, given);
    if (!choices.ok) return choices;
    await forgetAllShares(tx, at);
    await writeShares(tx, at, named(choices.value), { personId: given.personId, now: officer.now });
    return ok(choices.value.length);
  }, officer);

/** A file changes those whom it names; an empty cell puts a member with the rest. Problems: as above, those of the file. */
export async function saveFile(ground: Ground, at: Divided, file: Blob, officer: Officer): Promise<Result<number>> {
  // Before the file is opened: nobody's file is read who may not use it.
  const may = await dividedIn(ground.db, at, officer);
  if (!may.ok) return may;
  const rows = await readShareFile(file);
  if (!rows.ok) return rows;
  return change(ground, at, async (tx, given) => {
    const choices = await judged(tx, rows.value, given);
    return choices.ok ? write(tx, at, choices.value, { personId: given.personId, now: officer.now }) : choices;
  }, officer);
}

type By = { personId: string; now: Officer['now'] };

async function write(tx: Db, at: Divided, choices: readonly Choice[], by: By): Promise<Result<number>> {
  await forgetShares(tx, at, choices.flatMap(({ member, to }) => (to === null ? [member] : [])));
  await writeShares(tx, at, named(choices), by);
  return ok(choices.length);
}

/** What was chosen member by member on one page. Problem `share.form`: somebody or something that is not there. */
export const saveChoices = (ground: Ground, at: Divided, chosen: readonly Chosen[], officer: Officer): Promise<Result<number>> =>
  change(ground, at, async (tx, { plan, part, personId }) => {
    const keys = new Set<string | null>([null, ...part.into.map(({ key }) => key)]);
    const here = await listHere(tx, { ...at, on: plan.on, since: null, limit: null, offset: 0 });
    const ids = new Set(here.map(({ id }) => id));
    if (chosen.length === 0 || !chosen.every(({ member, to }) => ids.has(member) && keys.has(to))) return problem('share.form');
    return write(tx, at, chosen, { personId, now: officer.now });
  }, officer);

/** Who takes whomever nobody has named. Problems: as above; `share.rest`: it is none of the heirs. */
export async function saveRest({ db }: Ground, at: Divided, key: string, officer: Officer): Promise<Result<void>> {
  const found = await dividedIn(db, at, officer);
  if (!found.ok) return found;
  const { part } = found.value;
  if (!part.chooses || !part.into.some((heir) => heir.key === key)) return failed({ field: 'rest', code: 'share.rest' });
  return chooseRest({ db }, at.plan, { module: follower.name, from: at.body, key }, officer);
}

export type ShareFile = { format: ExportFormat; name: string; content: Uint8Array };

/**
 * The list to fill in. With names only for who may take that body's list alone (the two-person rule, rules/export.ts);
 * for anybody else codes. Problems: as `dividedIn`, `reorganisation.notDraft`.
 */
export async function takeShareFile({ db }: Ground, at: Divided, format: ExportFormat, officer: Officer): Promise<Result<ShareFile>> {
  const found = await dividedIn(db, at, officer);
  if (!found.ok) return found;
  const { plan, part } = found.value;
  const { actor, now } = officer;
  if (actor.kind !== 'person') return problem('forbidden');
  if (plan.state !== 'draft') return problem('reorganisation.notDraft');
  const names = !needsSecond(actor, { body: at.body, below: false });
  const members = await asOfficer(db, officer, async (tx) => {
    const list = await listHere(tx, { ...at, on: plan.on, since: null, limit: null, offset: 0 });
    await audit(tx, {
      kind: 'members.shareFile', by: { personId: actor.personId, name: actor.name }, bodyId: at.body,
      subject: `reorganisation:${at.plan}`, details: { members: list.length, names, format }, now,
    });
    return list;
  });
  return ok({ format, name: `chia-dang-vien-${at.body}`, content: await writeShareFile(format, { members, heirs: part.into, names }) });
}
