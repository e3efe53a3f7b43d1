/** Lists on paper: printed with numbers, typed back in by numbers. */
import { audit } from '#platform/audit/audit.server.ts';
import type { Db } from '#platform/database/client.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Tap, TypedSheet } from '../input/roll.ts';
import type { Outcome } from '../rules/roll.ts';
import { readNumbers } from '../rules/sheet.ts';
import { findSheet, insertSheet, type SheetRow } from '../store/roll-more.server.ts';
import { asHouse, asKeeper, type Asked, type Ground, type Keeper } from './roll-ground.server.ts';
import { readRoll, takeTaps, type RollPage, type RollPerson } from './roll.server.ts';
import { markId, type Told } from './roll-record.server.ts';

/** One page of the list a branch; the organiser's is one for the session. */
export type Printed = { id: number; branch: string; printedAt: Date; people: (RollPerson | null)[] };
export type SheetPage = { page: RollPage; sheet: Printed | null };

const inHand = <T>(db: Db, hand: RollPage['hand'], keeper: Keeper, work: (tx: Db) => Promise<T>): Promise<T> =>
  hand === 'branch' ? asKeeper(db, keeper, work) : asHouse(db, 'sheet of a session', work);

async function sheetOf(db: Db, page: RollPage, id: number, keeper: Keeper): Promise<SheetRow | undefined> {
  const row = await inHand(db, page.hand, keeper, (tx) => findSheet(tx, id));
  const fits = row?.campaignId === page.campaign.id && row.sessionId === (page.session?.id ?? null) && (row.bodyId === null) === (page.hand === 'organiser');
  return fits ? row : undefined;
}

/** Problems: as `readRoll`; `sheet.missing`. @param id null: none printed yet */
export async function readSheetPage(ground: Ground, asked: Asked, { id, as }: { id: number | null; as: string | null }, keeper: Keeper): Promise<Result<SheetPage>> {
  const page = await readRoll(ground, asked, as, keeper);
  if (!page.ok || id === null) return page.ok ? ok({ page: page.value, sheet: null }) : page;
  const row = await sheetOf(ground.db, page.value, id, keeper);
  if (!row) return problem('sheet.missing');
  const people = new Map(page.value.branches.flatMap((branch) => branch.people).map((person) => [person.member, person]));
  const branch = page.value.branches.find((each) => each.id === row.bodyId)?.name ?? '';
  return ok({ page: page.value, sheet: { id, branch, printedAt: row.printedAt, people: row.members.map((member) => people.get(member) ?? null) } });
}

/** Numbers the list as it stands. Problems: as `readRoll`; `sheet.nobody`. @returns the number of the sheet */
export async function printSheet(ground: Ground, asked: Asked, { branch, as }: { branch: number | null; as: string | null }, keeper: Keeper): Promise<Result<number>> {
  const page = await readRoll(ground, asked, as, keeper);
  if (!page.ok) return page;
  const { hand, campaign, session } = page.value;
  const chosen = page.value.branches.find(({ id }) => branch === null || id === branch);
  if (!chosen || chosen.people.length === 0) return problem('sheet.nobody');
  const { actor, now } = keeper;
  return inHand(ground.db, hand, keeper, async (tx) => {
    const bodyId = hand === 'branch' ? chosen.id : null;
    const members = chosen.people.filter(({ exempt }) => !exempt).map(({ member }) => member);
    if (members.length === 0) return problem('sheet.nobody');
    const id = await insertSheet(tx, { campaignId: campaign.id, sessionId: session?.id ?? null, bodyId, members, printedBy: actor.personId, printedAt: now });
    await audit(tx, { kind: 'study.sheetPrinted', by: actor, bodyId: bodyId ?? session!.bodyId, subject: `sheet:${id}`, details: { count: members.length }, now });
    return ok(id);
  });
}

export type SheetLine = { number: number; member: number; name: string; before: Outcome | null; after: Outcome | null };
export type SheetPreview = { lines: SheetLine[]; numbers: number[] };

/**
 * What typed numbers mean: those present; or those absent, and then everybody else on the sheet is present. Problems: as
 * `readSheetPage`; at `numbers`: `numbers.wrong` {text}, `numbers.missing`.
 */
export async function previewSheet(
  ground: Ground, asked: Asked, given: { id: number; as: string | null; typed: TypedSheet }, keeper: Keeper,
): Promise<Result<SheetPreview & { page: RollPage }>> {
  const read = await readSheetPage(ground, asked, given, keeper);
  if (!read.ok) return read;
  const { people } = read.value.sheet!;
  const { numbers, wrong } = readNumbers(given.typed.numbers, people.length);
  if (wrong.length > 0) return fieldProblem('numbers', 'numbers.wrong', { text: wrong.slice(0, 5).join(', '), most: people.length });
  const { meaning } = given.typed;
  if (numbers.length === 0 && meaning === 'present') return fieldProblem('numbers', 'numbers.missing');
  const typed = new Set(numbers);
  const lines = people.flatMap((person, at): SheetLine[] => {
    if (!person) return [];
    const is = typed.has(at + 1);
    const after = meaning === 'present' ? (is ? 'attended' : null) : is ? meaning : 'attended';
    return after === null ? [] : [{ number: at + 1, member: person.member, name: person.name, before: person.outcome, after }];
  });
  return ok({ page: read.value.page, lines, numbers });
}

/** Applies what the preview showed; the same sheet typed twice is one. @returns what became of each line */
export async function applySheet(
  ground: Ground, asked: Asked, given: { id: number; as: string | null; typed: TypedSheet }, keeper: Keeper,
): Promise<Result<Told[]>> {
  const preview = await previewSheet(ground, asked, given, keeper);
  if (!preview.ok) return preview;
  const at = keeper.now.getTime();
  const taps = preview.value.lines.map(({ member, before, after }): Tap =>
    ({ id: markId('sheet', given.id, member, after, before), member, outcome: after, reason: null, seen: before, at }));
  return takeTaps(ground, asked, { taps, sentAt: at, as: given.as, way: 'sheet' }, keeper);
}
