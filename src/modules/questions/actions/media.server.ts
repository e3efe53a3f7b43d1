/** Pictures and recordings of a question: put to its open draft, shown to whoever keeps the bank, handed on in sheets. */
import { within } from '#modules/organisation/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { acceptUpload, attachFiles, detachFiles, fileResponse, fromForm } from '#platform/files/files.server.ts';
import type { FileStore } from '#platform/files/file-store.ts';
import { failed, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { MediaUpload } from '../input/media.ts';
import { maySee, mayTranslate, mayWrite } from '../rules/bank.ts';
import { checkMedia, mediaLimits } from '../rules/media.ts';
import type { SheetMedia } from '../rules/paper.ts';
import { versionsOf, type VersionRow } from '../store/item.server.ts';
import { deleteMedium, findMedium, insertMedium, mediaOfVersions, type MediaRow } from '../store/media.server.ts';
import type { Officer } from './change.server.ts';
import { withItem } from './item.server.ts';
import { asWrite, MEDIA_OWNER, writeOn } from './version.server.ts';

type Ground = Pick<Runtime, 'db' | 'files'>;

/** May be asked before a file is taken in: nobody stores for a stranger. */
async function checkOpen(db: Db, id: number, seen: string, { actor, now }: Officer): Promise<Result<VersionRow>> {
  const [newest] = await versionsOf(db, id);
  if (!newest) return problem('question.missing');
  if (!mayWrite(actor, newest.bodyId, await within(db, dayOf(now)))) return problem('forbidden');
  if (newest.state === 'submitted' || newest.retiredAt) return problem('version.step');
  return seen === newest.writtenAt.toISOString() ? ok(newest) : problem('version.changed');
}

/**
 * Puts a picture or a recording to the question: of an approved one to its next version. Problems: `question.missing`,
 * `forbidden`, `version.step`, `version.changed`, those of `checkMedia`, and `file.…` of the platform at `file`.
 */
export async function addMedium(ground: Ground, id: number, { file, seen, ...form }: MediaUpload, officer: Officer): Promise<Result<number>> {
  const open = await checkOpen(ground.db, id, seen, officer);
  if (!open.ok) return open;
  const fits = checkMedia(open.value.question, await mediaOfVersions(ground.db, [open.value.id]), form);
  if (!fits.ok) return fits;
  const rules = form.kind === 'picture'
    ? { kinds: ['image'] as const, maxBytes: mediaLimits.pictureMegabytes * 1024 * 1024 }
    : { kinds: ['audio'] as const, maxBytes: mediaLimits.audioMegabytes * 1024 * 1024 };
  const kept = await acceptUpload(ground.db, ground.files, { ...fromForm(file), ...rules, now: officer.now });
  if (!kept.ok) return failed(...kept.problems.map((each) => ({ ...each, field: 'file' })));
  const stored = kept.value;
  return withItem(ground, id, 'write', officer, async ({ tx, newest }) => {
    if (newest.id !== open.value.id || newest.state === 'submitted') return problem('version.changed');
    const version = await writeOn(tx, newest, asWrite(newest), officer);
    const write = { ...form, fileId: stored.id, type: stored.type, bytes: stored.bytes };
    const medium = await insertMedium(tx, version, write, { by: officer.actor.personId, now: officer.now });
    await attachFiles(tx, { owner: MEDIA_OWNER, ownerId: String(medium), fileIds: [stored.id] });
    return ok(id);
  });
}

export type MediaPage = {
  id: number;
  seen: string;
  state: VersionRow['state'];
  stem: string;
  question: VersionRow['question'];
  media: SheetMedia[];
};

/** The page where they are put to the question. Problems: `question.missing`, `forbidden`, `version.step`. */
export async function readMediaPage(db: Db, id: number, officer: Officer): Promise<Result<MediaPage>> {
  const [newest] = await versionsOf(db, id);
  const open = await checkOpen(db, id, newest?.writtenAt.toISOString() ?? '', officer);
  if (!open.ok) return open;
  const { state, stem, question, writtenAt } = open.value;
  return ok({ id, seen: writtenAt.toISOString(), state, stem, question, media: await mediaOfVersions(db, [open.value.id]) });
}

/** Takes it off the open draft, or leaves it out of the next version. Problems: as `addMedium`, `media.missing`. */
export function dropMedium(ground: Pick<Runtime, 'db'>, id: number, { medium, seen }: { medium: number; seen: string }, officer: Officer): Promise<Result<number>> {
  return withItem(ground, id, 'write', officer, async ({ tx, newest }) => {
    if (newest.state === 'submitted') return problem('version.step');
    if (seen !== newest.writtenAt.toISOString()) return problem('version.changed');
    const known = (await mediaOfVersions(tx, [newest.id])).find((each) => each.id === medium);
    if (!known) return problem('media.missing');
    const version = await writeOn(tx, newest, asWrite(newest), officer);
    const copy = (await mediaOfVersions(tx, [version])).find((each) => isSamePlace(each, known));
    if (copy) {
      await deleteMedium(tx, copy.id);
      await detachFiles(tx, { owner: MEDIA_OWNER, ownerId: String(copy.id) });
    }
    return ok(id);
  });
}

const isSamePlace = (a: MediaRow, b: MediaRow): boolean => a.kind === b.kind && a.option === b.option && a.language === b.language;

type Asked = { item: number; medium: number; size: number | null; ifNoneMatch: string | null; range: string | null };

/** The bytes for those who may see the question; 404 for everybody else. */
export async function readMedium({ db, files }: Ground, asked: Asked, { actor, now }: Officer): Promise<Response> {
  const missing = new Response(null, { status: 404, headers: { 'cache-control': 'no-store' } });
  const [newest] = await versionsOf(db, asked.item);
  const medium = newest && (await findMedium(db, asked.item, asked.medium));
  if (!newest || !medium) return missing;
  const isWithin = await within(db, dayOf(now));
  if (!maySee(actor, newest.bodyId, isWithin) && !mayTranslate(actor, newest.bodyId, isWithin)) return missing;
  const { ifNoneMatch, range, size } = asked;
  return fileResponse(db, files, medium.fileId, size ?? 'original', { ifNoneMatch, range });
}

export type MediumContent = SheetMedia & { content: Uint8Array };
/** A picture as wide as a phone shows it. */
export const SHOWN = 960;

/** What belongs to a version, with its bytes, for sealing into a sheet: pictures at most 960 px, recordings as stored. */
export async function mediaOf(db: Db, files: FileStore, versionId: number): Promise<MediumContent[]> {
  const media = await mediaOfVersions(db, [versionId]);
  return Promise.all(media.map(async ({ fileId, versionId: _, ...medium }) => {
    const { type, content } = medium.kind === 'picture' ? await pictureOf(db, files, fileId) : await whole(db, files, fileId);
    return { ...medium, type: type ?? medium.type, bytes: content.length, content };
  }));
}

type Found = { type: string | null; content: Uint8Array };
const received = async (found: Response): Promise<Found> => ({ type: found.headers.get('content-type'), content: new Uint8Array(await found.arrayBuffer()) });
const whole = async (db: Db, files: FileStore, fileId: string): Promise<Found> => received(await fileResponse(db, files, fileId, 'original'));

/** A picture of a question, at most 960 px; a recording as stored. */
export async function pictureOf(db: Db, files: FileStore, fileId: string): Promise<Found> {
  const small = await fileResponse(db, files, fileId, SHOWN);
  return small.ok ? received(small) : whole(db, files, fileId);
}
