/** A quiz becomes ready to be fetched: its sheets are drawn, mixed and sealed, each sitting's with a key of its own. */
import { createCipheriv, randomBytes, randomInt } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { drawSheets, mediaOf, type PaperSheet } from '#modules/questions/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { FileStore } from '#platform/files/file-store.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { fullSheet, sheetToSend, type FullItem, type Mix } from '../rules/sheet.ts';
import type { Sheet, SheetMedia } from '../rules/wire.ts';
import { lockQuiz, markPublished, sittingsOf, type QuizRow } from '../store/quiz.server.ts';
import { addSheet, setKey } from '../store/sheet.server.ts';

/** Nobody can repeat it: who knows the paper does not know the places. */
const mix: Mix = (count) => {
  const order = Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    [order[at], order[other]] = [order[other] as number, order[at] as number];
  }
  return order;
};

/** iv, AES-256-GCM of the gzipped JSON, and its tag at the end, as browsers want it. */
export function seal(sheet: Sheet, key: Buffer): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([cipher.update(gzipSync(JSON.stringify(sheet))), cipher.final()]);
  return Buffer.concat([iv, body, cipher.getAuthTag()]);
}

/** Where the sheets of a sitting come from. */
export type Draw = (count: number, sitting: number) => Promise<Result<PaperSheet[]>>;

const fromPaper = (tx: Db, paper: number, now: Instant): Draw => (count) =>
  drawSheets(tx, paper, count, randomBytes(16).toString('hex'), dayOf(now));

/** Where sheets come from when it is not the quiz's paper, and where the bytes of pictures and recordings lie. */
export type Sources = { draw?: Draw; files?: FileStore };

/**
 * In the caller's transaction, which has asked whether it may. Problems: `quiz.missing`, `quiz.step`, `quiz.noPaper`,
 * `quiz.noSitting`, and those of `drawSheets`.
 */
export async function publishQuiz(tx: Db, id: number, now: Instant, { draw, files }: Sources = {}): Promise<Result<void>> {
  const quiz = await lockQuiz(tx, id);
  if (!quiz) return problem('quiz.missing');
  if (quiz.state !== 'draft' && quiz.state !== 'submitted') return problem('quiz.step');
  if (quiz.paperId === null && !draw) return problem('quiz.noPaper');
  const sittings = await sittingsOf(tx, id);
  if (sittings.length === 0) return problem('quiz.noSitting');
  for (const sitting of sittings) {
    const drawn = await (draw ?? fromPaper(tx, quiz.paperId as number, now))(quiz.sheetCount, sitting.id);
    if (!drawn.ok) return drawn;
    await sealAll(tx, quiz, sitting.id, drawn.value, await mediaBy(tx, files, drawn.value));
  }
  await markPublished(tx, id, now);
  return ok(undefined);
}

type MediaBy = Map<number, Awaited<ReturnType<typeof mediaOf>>>;

/** Read once for each version, however many sheets it is on. */
async function mediaBy(tx: Db, files: FileStore | undefined, papers: readonly PaperSheet[]): Promise<MediaBy> {
  const found: MediaBy = new Map();
  const illustrated = papers.flatMap(({ items }) => items.filter(({ media }) => media.length > 0));
  for (const { versionId } of files ? illustrated : []) {
    if (!found.has(versionId)) found.set(versionId, await mediaOf(tx, files!, versionId));
  }
  return found;
}

/** As the phone shows it: a picture of an option names the place of that option on this sheet. */
const toSend = (media: MediaBy) => ({ versionId, shown }: FullItem): SheetMedia[] =>
  (media.get(versionId) ?? []).map(({ kind, option, text, type, content }) => ({
    kind: kind === 'picture' ? 'image' : 'audio', type, alt: text, base64: Buffer.from(content).toString('base64'),
    ...(option === null ? {} : { option: shown.indexOf(option) }),
  }));

async function sealAll(tx: Db, quiz: QuizRow, sitting: number, papers: readonly PaperSheet[], media: MediaBy): Promise<void> {
  const key = randomBytes(32);
  await setKey(tx, sitting, key);
  for (const [at, paper] of papers.entries()) {
    const { title, shuffleItems, shuffleOptions } = quiz;
    const head = { quiz: quiz.id, sitting, number: at + 1, title, shuffleItems, shuffleOptions };
    const content = fullSheet(head, paper, mix);
    await addSheet(tx, { sitting, number: at + 1, content, sealed: seal(sheetToSend(content, toSend(media)), key) });
  }
}
