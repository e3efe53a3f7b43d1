import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A message in the folder, for the `/dev/mail` page. */
export type FolderMail = {
  id: string;
  from: string;
  to: string;
  subject: string;
  /** ISO 8601, when it landed. */
  at: string;
  language: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  unsubscribeUrl?: string | null;
};

const ID = /^[0-9A-Za-z_-]{1,100}$/;

/** The newest messages first. An absent folder is an empty one. */
export async function listMails(folder: string, most = 100): Promise<FolderMail[]> {
  const names = await readdir(folder).catch(absent([] as string[]));
  const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  const mails = await Promise.all(ids.map((id) => readMail(folder, id)));
  return mails
    .filter((mail) => mail !== null)
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, most);
}

/** `null` when there is no such message. */
export async function readMail(folder: string, id: string): Promise<FolderMail | null> {
  if (!ID.test(id)) return null;
  const text = await readFile(join(folder, `${id}.json`), 'utf8').catch(absent(null));
  return text === null ? null : (JSON.parse(text) as FolderMail);
}

/** The message exactly as a mail server would get it. */
export async function readMailSource(folder: string, id: string): Promise<Uint8Array | null> {
  return ID.test(id) ? readFile(join(folder, `${id}.eml`)).catch(absent(null)) : null;
}

const absent =
  <T>(instead: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return instead;
    throw error;
  };
