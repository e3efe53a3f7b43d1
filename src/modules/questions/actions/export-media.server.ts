/** Pictures and recordings that leave with their questions: which of them a file takes along, and their content. */
import type { Db } from '#platform/database/client.ts';
import { drawForPaper, thumbnailBytes } from '#platform/files/files.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { takenAlong, type ExportFormat } from '../rules/exports.ts';
import type { BankItem } from '../rules/formats/carry.ts';
import type { Shown } from '../rules/formats/picture.ts';
import { mediaOfVersions, type MediaRow } from '../store/media.server.ts';
import { pictureOf, SHOWN } from './media.server.ts';

/** Readers take no picture without content; what a file holds is known before any is fetched. */
const ANY = 'AA==';

const ENDINGS: Record<string, string> = { 'image/webp': 'webp', 'image/jpeg': 'jpg', 'audio/mpeg': 'mp3', 'audio/ogg': 'ogg', 'audio/mp4': 'm4a' };

const announced = ({ id, option, text, fileId, type, language }: MediaRow): Shown => ({
  option, text, fileId, type, base64: ANY, width: 1, height: 1,
  name: `${language ? 'am' : 'hinh'}-${id}.${ENDINGS[type] ?? 'bin'}`, ...(language ? { language } : {}),
});

/** The questions with what belongs to them; the content of `shown` comes with `withContent`. */
export async function withMedia(db: Db, format: ExportFormat, rows: readonly { version: number; item: BankItem }[]): Promise<BankItem[]> {
  const media = Map.groupBy(await mediaOfVersions(db, rows.map(({ version }) => version)), ({ versionId }) => versionId);
  const all = rows.flatMap(({ version }) => media.get(version) ?? []);
  const sizes = await thumbnailBytes(db, all.map(({ fileId }) => fileId), SHOWN);
  const taken = new Set(takenAlong(format, all, ({ fileId, bytes }) => sizes.get(fileId) ?? bytes));
  return rows.map(({ version, item }) => {
    const own = media.get(version);
    return own ? { ...item, media: own, shown: own.filter((each) => taken.has(each)).map(announced) } : item;
  });
}

type Ground = Pick<Runtime, 'db' | 'files'>;

async function drawn({ db, files }: Ground, format: ExportFormat, shown: Shown): Promise<Shown> {
  const found = await pictureOf(db, files, shown.fileId);
  const onPaper = format === 'word' || format === 'print';
  const { bytes, width, height } = onPaper ? await drawForPaper(found.content) : { ...shown, bytes: found.content };
  const type = onPaper ? 'image/jpeg' : (found.type ?? shown.type);
  const name = shown.name.replace(/\w+$/u, ENDINGS[type] ?? 'bin');
  return { ...shown, type, name, base64: Buffer.from(bytes).toString('base64'), width, height };
}

/** One picture after the other: drawing them must not take the machine from those who learn. */
export async function withContent(ground: Ground, format: ExportFormat, items: readonly BankItem[]): Promise<BankItem[]> {
  const filled: BankItem[] = [];
  for (const item of items) {
    const shown: Shown[] = [];
    for (const each of item.shown ?? []) shown.push(await drawn(ground, format, each));
    filled.push({ ...item, shown });
  }
  return filled;
}
