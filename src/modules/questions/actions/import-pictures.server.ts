/** Pictures and recordings of an imported file: judged by their content and kept when it is read, put to their questions when it is saved. */
import type { Db } from '#platform/database/client.ts';
import { acceptUpload, attachFiles, detachFiles } from '#platform/files/files.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { Picture } from '../rules/formats/picture.ts';
import type { Kept, KeptItem } from '../rules/formats/understood.ts';
import { checkMedia, mediaLimits, type MediaForm } from '../rules/media.ts';
import { versionsOf } from '../store/item.server.ts';
import { insertMedium } from '../store/media.server.ts';
import type { Officer } from './change.server.ts';
import type { Brought } from './understand.server.ts';
import { MEDIA_OWNER } from './version.server.ts';

type Ground = Pick<Runtime, 'db' | 'files'>;

/** Owner of the references to files of an import that waits for somebody to choose. */
const IMPORT_OWNER = 'questions.import';
/** Redrawing one takes a tenth of a second. */
const MOST_PICTURES = 200;

const formOf = ({ option, text, name, language }: Omit<Picture, 'key'>): MediaForm =>
  // Whoever does not see it must be told at least that there is one; the note asks for better words.
  ({ kind: language ? 'audio' : 'picture', option, language: language ?? null, text: text.trim().slice(0, mediaLimits.text) || `Hình ${name}` });

const RULES = {
  picture: { kinds: ['image'], maxBytes: mediaLimits.pictureMegabytes * 1024 * 1024 },
  recording: { kinds: ['audio'], maxBytes: mediaLimits.audioMegabytes * 1024 * 1024 },
} as const;

/** Stores the pictures that can stand with their questions; the others have a note at the question. Outside transactions. */
export async function keepPictures({ db, files }: Ground, { understood, pictures }: Brought, { now }: Officer): Promise<Kept> {
  let count = 0;
  const keepOne = async (item: KeptItem, picture: Picture): Promise<void> => {
    const present = (item.pictures ?? []).map(formOf);
    const what = picture.language ? 'recording' : 'picture';
    const content = Buffer.from(pictures.get(picture.key) ?? '', 'base64');
    const note = (code: string) => item.notes.push({ line: item.line, code, text: (picture.text || picture.name).slice(0, 120) });
    count += 1;
    if (count > MOST_PICTURES || !checkMedia(item.item.question, present, formOf(picture)).ok) return void note(`${what}.left`);
    const kept = await acceptUpload(db, files, { name: picture.name, content: new Uint8Array(content), ...RULES[what], now });
    if (!kept.ok) return void note(`${what}.refused`);
    note(picture.text.trim() === '' ? 'picture.wordless' : `${what}.kept`);
    const { key: _, ...placed } = picture;
    item.pictures = [...(item.pictures ?? []), { ...placed, fileId: kept.value.id, type: kept.value.type, bytes: kept.value.bytes }];
  };
  const items: KeptItem[] = [];
  for (const { pictures: own = [], ...rest } of understood.items) {
    const item: KeptItem = { ...rest, notes: [...rest.notes] };
    for (const picture of own) await keepOne(item, picture);
    items.push(item);
  }
  return { ...understood, items };
}

/** The files of an import are not swept away while it waits. */
export async function holdPictures(tx: Db, importId: number, { items }: Kept): Promise<void> {
  const fileIds = [...new Set(items.flatMap(({ pictures = [] }) => pictures.map(({ fileId }) => fileId)))];
  if (fileIds.length > 0) await attachFiles(tx, { owner: IMPORT_OWNER, ownerId: String(importId), fileIds });
}

/** Puts the pictures to the questions that were just made of these items, in the same order. */
export async function givePictures(tx: Db, made: readonly number[], items: readonly KeptItem[], { actor, now }: Officer): Promise<void> {
  for (const [at, { pictures = [] }] of items.entries()) {
    if (pictures.length === 0) continue;
    const [newest] = await versionsOf(tx, made[at]!);
    for (const { fileId, type, bytes, ...picture } of pictures) {
      const medium = await insertMedium(tx, newest!.id, { ...formOf(picture), fileId, type, bytes }, { by: actor.personId, now });
      await attachFiles(tx, { owner: MEDIA_OWNER, ownerId: String(medium), fileIds: [fileId] });
    }
  }
}

/** Nobody waits for them any more: what was not put to a question goes with the next sweep. */
export const releasePictures = (tx: Db, importId: number): Promise<void> => detachFiles(tx, { owner: IMPORT_OWNER, ownerId: String(importId) });
