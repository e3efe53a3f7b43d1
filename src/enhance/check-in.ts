/**
 * A scanned code of a hall. `[data-check-in=now]` is the form of a fresh one: pressed by itself. `[data-check-in=keep]`
 * is the page that stands there without network: the code of the address is kept here and leaves when it can. Any later
 * page sends what is still here.
 */
import { make } from './dom.ts';

type Kept = { address: string; code: string; at: number };
const NAME = 'caunoi-check-in';
/** Tells later pages whether it is worth opening the database at all. */
export const FLAG = 'check-in';

async function inStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opened = indexedDB.open(NAME, 1);
  opened.onupgradeneeded = () => opened.result.createObjectStore('codes', { keyPath: ['address', 'code'] });
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    opened.onsuccess = () => resolve(opened.result);
    opened.onerror = () => reject(opened.error ?? new Error('storage'));
  });
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction('codes', mode);
      const request = work(transaction.objectStore('codes'));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error('storage'));
    });
  } finally {
    database.close();
  }
}

/** Nothing waits any more: the database goes, so that no page stands in for the one that asks to sign in. */
async function tidy(): Promise<void> {
  if ((await inStore<Kept[]>('readonly', (store) => store.getAll())).length > 0) return;
  localStorage.removeItem(FLAG);
  indexedDB.deleteDatabase(NAME);
}

const place = () => document.querySelector<HTMLElement>('[data-check-in=keep]');
function say(key: string, values: Record<string, string> = {}, link?: string): void {
  const element = place();
  const told = JSON.parse(element?.dataset['told'] ?? '{}') as Record<string, string>;
  const text = (told[key] ?? '').replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  element?.querySelector('[data-say]')?.replaceChildren(link ? make('a', { href: link, textContent: text }) : text);
}

type Answer = { final: boolean; text: string; at: string };
let timer: ReturnType<typeof setTimeout> | undefined;
let attempts = 0;

/** @returns false when nobody answered: later */
async function send({ address, code, at }: Kept): Promise<boolean> {
  const response = await fetch(`${address}/arrive`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ code }),
    signal: AbortSignal.timeout(30_000),
    redirect: 'error',
  }).catch(() => undefined);
  if (response?.status === 401) {
    say('signIn', {}, `${place()?.dataset['signIn'] ?? '/'}?next=${encodeURIComponent(`${address}?m=${code}`)}`);
    return false;
  }
  const answer = response && response.status < 500 && response.status !== 429
    ? ((await response.json().catch(() => undefined)) as Answer | undefined) : undefined;
  if (!answer?.text) return false;
  await inStore('readwrite', (store) => store.delete([address, code]));
  say(answer.final ? 'refused' : 'received', { at: new Date(answer.at).toLocaleTimeString('vi-VN'), what: answer.text, scanned: String(at) });
  return true;
}

async function flush(): Promise<void> {
  clearTimeout(timer);
  let all = true;
  for (const kept of await inStore<Kept[]>('readonly', (store) => store.getAll())) all = (await send(kept)) && all;
  if (all) return tidy();
  attempts += 1;
  timer = setTimeout(() => void flush(), Math.min(120_000, 2_000 * 2 ** attempts) * (0.5 + Math.random()));
}

async function keep(): Promise<void> {
  const code = new URLSearchParams(location.search).get('m') ?? '';
  if (!/^[0-9a-z]{1,9}\.[\w-]{16}$/.test(code)) return say('unreadable');
  try {
    await inStore('readwrite', (store) => store.put({ address: location.pathname, code, at: Date.now() } satisfies Kept));
    localStorage.setItem(FLAG, '1');
    say('kept', { at: new Date().toLocaleTimeString('vi-VN') });
  } catch {
    return say('noPlace');
  }
  await flush();
}

export function checkIn(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-check-in=now]');
  if (form) return form.requestSubmit();
  const again = () => void flush().catch(() => undefined);
  window.addEventListener('online', again);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && again());
  if (place()) void keep();
  else again();
}
