/** Writing a version: the open draft, or the next one with everything that belonged to the one before. */
import { ok, problem, type Result } from '#platform/result.ts';
import type { Db } from '#platform/database/client.ts';
import { attachFiles } from '#platform/files/files.server.ts';
import { strayMedia } from '../rules/media.ts';
import { insertMedium, mediaOfVersions } from '../store/media.server.ts';
import { copyTranslations, reopenTranslations } from '../store/translation.server.ts';
import { insertVersion, updateVersion, type ItemWrite, type VersionRow } from '../store/item.server.ts';
import type { Officer } from './change.server.ts';

/** Owner of the references to files of questions. */
export const MEDIA_OWNER = 'questions.media';

const isSame = (a: Pick<VersionRow, 'stem' | 'question' | 'explanation'>, b: ItemWrite): boolean =>
  a.stem === b.stem && a.explanation === b.explanation && JSON.stringify(a.question) === JSON.stringify(b.question);

/** @returns the id of the version that has the words now */
export async function writeOn(tx: Db, newest: VersionRow, write: ItemWrite, { actor, now }: Officer): Promise<number> {
  const author = { by: actor.personId, now };
  const same = isSame(newest, write);
  if (newest.state === 'draft') {
    await updateVersion(tx, newest.id, write, author);
    if (!same) await reopenTranslations(tx, newest.id);
    return newest.id;
  }
  const id = await insertVersion(tx, newest.itemId, newest.number + 1, write, author);
  await copyTranslations(tx, newest.id, id, same);
  for (const { fileId, ...medium } of await mediaOfVersions(tx, [newest.id])) {
    const copy = await insertMedium(tx, id, { ...medium, fileId }, author);
    await attachFiles(tx, { owner: MEDIA_OWNER, ownerId: String(copy), fileIds: [fileId] });
  }
  return id;
}

/** Exactly what the version says now, to be written again with a change. */
export const asWrite = ({ stem, question, explanation, tags, difficulty, cites }: VersionRow): ItemWrite =>
  ({ stem, question, explanation, tags, difficulty, cites });

/** Problem `media.stray` {option}: a picture of an option that the question no longer has. */
export async function checkStray(db: Db, version: VersionRow): Promise<Result<void>> {
  const [stray] = strayMedia(version.question, await mediaOfVersions(db, [version.id]));
  return stray ? problem('media.stray', { option: (stray.option ?? 0) + 1 }) : ok(undefined);
}
