/** Versions in other languages. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { VersionState } from '../rules/bank.ts';
import type { ItemLanguage } from '../rules/paper.ts';
import type { Words } from '../rules/translation.ts';
import type { Author } from './item.server.ts';

export type TranslationRow = Words & {
  versionId: number;
  language: ItemLanguage;
  state: VersionState;
  writtenBy: string | null;
  writtenAt: Instant;
  reviewedBy: string | null;
  note: string | null;
  approvedAt: Instant | null;
};

export async function translationsOf(db: Db, versionIds: readonly number[]): Promise<TranslationRow[]> {
  const { rows } = await sql<TranslationRow>`
    select version_id as "versionId", language, state, stem, texts, explanation, written_by as "writtenBy",
      written_at as "writtenAt", reviewed_by as "reviewedBy", note, approved_at as "approvedAt"
    from questions.translation where version_id = any(${[...versionIds]}::bigint[]) order by language`.execute(db);
  return rows;
}

/** A draft, whatever it was before. */
export async function writeTranslation(
  tx: Db, versionId: number, language: ItemLanguage, { stem, texts, explanation }: Words, { by, now }: Author,
): Promise<void> {
  await sql`
    insert into questions.translation (version_id, language, state, stem, texts, explanation, written_by, written_at)
    values (${versionId}, ${language}, 'draft', ${stem}, ${JSON.stringify(texts)}, ${explanation}, ${by}, ${now})
    on conflict (version_id, language) do update set state = 'draft', stem = excluded.stem, texts = excluded.texts,
      explanation = excluded.explanation, written_by = excluded.written_by, written_at = excluded.written_at,
      reviewed_by = null, note = null, approved_at = null`.execute(tx);
}

export async function setTranslationState(
  tx: Db, { versionId, language }: Pick<TranslationRow, 'versionId' | 'language'>,
  change: { state: VersionState; note?: string; reviewedBy?: string; approvedAt?: Instant },
): Promise<void> {
  await sql`
    update questions.translation set state = ${change.state}, note = ${change.note ?? null},
      reviewed_by = ${change.reviewedBy ?? null}, approved_at = ${change.approvedAt ?? null}
    where version_id = ${versionId} and language = ${language}`.execute(tx);
}

/** The words it translates have changed: somebody has to look again. */
export async function reopenTranslations(tx: Db, versionId: number): Promise<void> {
  await sql`
    update questions.translation set state = 'draft', approved_at = null, reviewed_by = null
    where version_id = ${versionId}`.execute(tx);
}

/** @param kept whether the words are the same, so that what was approved still is */
export async function copyTranslations(tx: Db, from: number, to: number, kept: boolean): Promise<void> {
  await sql`
    insert into questions.translation (version_id, language, state, stem, texts, explanation, written_by, written_at,
      reviewed_by, note, approved_at)
    select ${to}, language, case when ${kept}::boolean then state else 'draft' end, stem, texts, explanation, written_by, written_at,
      reviewed_by, note, case when ${kept}::boolean then approved_at end
    from questions.translation where version_id = ${from}`.execute(tx);
}
