/** Pictures that leave with their questions: which of them a file takes along, and their content. */
import type { Db } from '#platform/database/client.ts';
import { drawForPaper, thumbnailBytes } from '#platform/files/files.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { MOST_PICTURE_BYTES, MOST_PICTURES, picturedFormats, type ExportFormat } from '../rules/exports.ts';
import type { BankItem } from '../rules/formats/carry.ts';
import type { Shown } from '../rules/formats/picture.ts';
import { mediaOfVersions, type MediaRow } from '../store/media.server.ts';
import { pictureOf, SHOWN } from './media.server.ts';

/** Readers take no picture without content; what a file holds is known before any is fetched. */
const ANY = 'AA==';

const announced = ({ id, option, text, fileId }: MediaRow): Shown => ({ option, text, fileId, name: `hinh-${id}.webp`, base64: ANY, width: 1, height: 1 });

/** Of the first questions, up to the limits of a file. */
async function takenOf(db: Db, media: readonly MediaRow[]): Promise<Set<MediaRow>> {
  const pictures = media.filter(({ kind }) => kind === 'picture').slice(0, MOST_PICTURES);
  const sizes = await thumbnailBytes(db, pictures.map(({ fileId }) => fileId), SHOWN);
  let room = MOST_PICTURE_BYTES;
  return new Set(pictures.filter(({ fileId, bytes }) => {
    room -= sizes.get(fileId) ?? bytes;
    return room >= 0;
  }));
}

/** The questions with what belongs to them; the content of `shown` comes with `withContent`. */
export async function withMedia(db: Db, format: ExportFormat, rows: readonly { version: number; item: BankItem }[]): Promise<BankItem[]> {
  const media = Map.groupBy(await mediaOfVersions(db, rows.map(({ version }) => version)), ({ versionId }) => versionId);
  const taken = await takenOf(db, picturedFormats.includes(format) ? rows.flatMap(({ version }) => media.get(version) ?? []) : []);
  return rows.map(({ version, item }) => {
    const own = media.get(version);
    return own ? { ...item, media: own, shown: own.filter((each) => taken.has(each)).map(announced) } : item;
  });
}

type Ground = Pick<Runtime, 'db' | 'files'>;

async function drawn({ db, files }: Ground, format: ExportFormat, shown: Shown): Promise<Shown> {
  const { type, content } = await pictureOf(db, files, shown.fileId);
  const onPaper = format === 'word' || format === 'print';
  const { bytes, width, height } = onPaper ? await drawForPaper(content) : { ...shown, bytes: content };
  const ending = onPaper || type === 'image/jpeg' ? 'jpg' : 'webp';
  return { ...shown, name: shown.name.replace(/\w+$/u, ending), base64: Buffer.from(bytes).toString('base64'), width, height };
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
