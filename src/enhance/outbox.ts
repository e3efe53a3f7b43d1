/** Submissions that wait on this device for the network, in IndexedDB because they may hold pictures. */
export type Entry = {
  /** The form's idempotency key: the server keeps one result for it, however often it arrives. */
  id: string;
  action: string;
  /** Page of the form, to come back to when the server wants something corrected. */
  page: string;
  title: string;
  at: number;
  fields: [string, FormDataEntryValue][];
  draft: string | undefined;
  attempts: number;
};

export type Outcome =
  | { kind: 'received'; location: string }
  /** The server answered with a page (a correction, a refusal): show it. */
  | { kind: 'answered' }
  /** Nobody answered, or "not now": keep it. */
  | { kind: 'later'; waitMs: number };

/** Tells later pages whether it is worth opening the database at all. */
const FLAG = 'outbox';

const open = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open('caunoi', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('outbox', { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Resolves when the transaction is on disk, not when the request was accepted. */
async function inStore<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction('outbox', mode);
      const request = work(transaction.objectStore('outbox'));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export async function keep(entry: Entry): Promise<void> {
  await inStore('readwrite', (store) => store.put(entry));
  localStorage.setItem(FLAG, '1');
}

export async function waiting(): Promise<Entry[]> {
  return localStorage.getItem(FLAG) ? inStore<Entry[]>('readonly', (store) => store.getAll()) : [];
}

export async function drop(id: string): Promise<void> {
  await inStore('readwrite', (store) => store.delete(id));
  if ((await waiting()).length === 0) localStorage.removeItem(FLAG);
}

const jitter = () => 0.5 + Math.random();
/** 5 s, 10 s, 20 s … 5 min, spread so that a whole hall does not come back at once. */
export const backoff = (attempts: number): number => Math.min(300_000, 5_000 * 2 ** attempts) * jitter();

/**
 * Sends once. Asking for JSON makes the page's own form action answer with where it would lead instead of
 * leading there, so that a result that is shown once is not used up by a background request.
 */
export async function send(entry: Entry): Promise<Outcome> {
  const body = new FormData();
  for (const [name, value] of entry.fields) body.append(name, value);
  const heavy = entry.fields.some(([, value]) => typeof value !== 'string' && value.size > 0);
  const later = (waitMs = backoff(entry.attempts)): Outcome => ({ kind: 'later', waitMs });
  let asked: number | undefined;
  try {
    const response = await fetch(entry.action, {
      method: 'POST',
      body,
      headers: { accept: 'application/json' },
      // Pictures over a slow 3G uplink take minutes; a text does not.
      signal: AbortSignal.timeout(heavy ? 600_000 : 30_000),
    });
    const seconds = Number(response.headers.get('retry-after'));
    if (seconds > 0) asked = seconds * 1000 * jitter();
    if ([502, 503, 504].includes(response.status)) return later(asked);
    // Too large stays too large, however often it is sent.
    if (response.status === 413) return { kind: 'answered' };
    // A correction, or a calculation that a busy network is asked for: the form shows it.
    const result = (await response.json()) as { type?: string; location?: string };
    return result.type === 'redirect' && result.location
      ? { kind: 'received', location: result.location }
      : { kind: 'answered' };
  } catch (error) {
    // Not JSON: somebody else answered (a proxy, a sign-in page of a Wi-Fi). Only a real answer counts.
    return later(asked ?? (error instanceof SyntaxError ? 60_000 : undefined));
  }
}
