/** Pictures and recordings of versions. */
import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import type { MediaForm } from '../rules/media.ts';
import type { SheetMedia } from '../rules/paper.ts';
import type { Author } from './item.server.ts';

export type MediaRow = SheetMedia & { versionId: number; fileId: string };

const columns = sql`id, version_id as "versionId", kind, option, language, file_id as "fileId", type, bytes, text`;

/** Of these versions: of the stem first, then by option, then recordings. */
export async function mediaOfVersions(db: Db, versionIds: readonly number[]): Promise<MediaRow[]> {
  const { rows } = await sql<MediaRow>`
    select ${columns} from questions.media where version_id = any(${[...versionIds]}::bigint[])
    order by version_id, kind desc, option nulls first, language, id`.execute(db);
  return rows;
}

/** A medium of any version of the item. */
export async function findMedium(db: Db, itemId: number, id: number): Promise<MediaRow | undefined> {
  const { rows } = await sql<MediaRow>`
    select ${columns} from questions.media
    where id = ${id} and version_id in (select v.id from questions.version v where v.item_id = ${itemId})`.execute(db);
  return rows[0];
}

export type MediaWrite = MediaForm & { fileId: string; type: string; bytes: number };

export async function insertMedium(tx: Db, versionId: number, write: MediaWrite, { by, now }: Author): Promise<number> {
  const { kind, option, language, fileId, type, bytes, text } = write;
  const { rows } = await sql<{ id: number }>`
    insert into questions.media (version_id, kind, option, language, file_id, type, bytes, text, added_by, added_at)
    values (${versionId}, ${kind}, ${option}, ${language}, ${fileId}, ${type}, ${bytes}, ${text}, ${by}, ${now})
    returning id`.execute(tx);
  return rows[0]!.id;
}

export async function deleteMedium(tx: Db, id: number): Promise<void> {
  await sql`delete from questions.media where id = ${id}`.execute(tx);
}
