/**
 * What this device keeps: IndexedDB, every value encrypted with a key that no script can read out and that is deleted
 * with everything else at sign-out (src/service-worker). A write is done when its transaction is on disk.
 *
 * One store and one version, now and in the future: a page of an older version must never be locked out of its answers.
 */
const NAME = 'caunoi-quizzes';
const STORE = 'kept';
const KEY = 'key';

type Sealed = { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer };
/** Binary values stay binary. */
type Value = unknown;

export type Keep = {
  /** False: only until the tab is closed (a device of others, a browser without storage). */
  readonly lasts: boolean;
  read(name: string): Promise<Value | undefined>;
  /** All or nothing. @throws NoRoom */
  write(values: Readonly<Record<string, Value>>): Promise<void>;
  /** In order of their names. */
  list(prefix: string): Promise<[name: string, value: Value][]>;
  drop(prefix: string): Promise<void>;
};

/** The device has no room left, or refuses to keep anything: nothing of the write was kept. */
export class NoRoom extends Error {}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('storage'));
  });

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error('storage'));
  });
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  const database = await done(request);
  // Signing out in another tab deletes it; whoever holds it open would be in the way.
  database.onversionchange = () => database.close();
  return database;
}

const between = (prefix: string): IDBKeyRange => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

/** Made once, never to be exported, stored as the browser's own object. */
async function ownKey(database: IDBDatabase): Promise<CryptoKey> {
  const read = () => done(database.transaction(STORE).objectStore(STORE).get(KEY)) as Promise<CryptoKey | undefined>;
  const known = await read();
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
  // Another tab may have been first: `add` leaves its key alone.
  const request = transaction.objectStore(STORE).add(made, KEY);
  request.onerror = (event) => event.preventDefault();
  await finished(transaction);
  return (await read()) ?? made;
}

const wrap = (value: Value): Uint8Array<ArrayBuffer> => {
  const binary = value instanceof Uint8Array;
  const body = binary ? (value as Uint8Array<ArrayBuffer>) : new TextEncoder().encode(JSON.stringify(value));
  const wrapped = new Uint8Array(body.length + 1);
  wrapped[0] = binary ? 1 : 0;
  wrapped.set(body, 1);
  return wrapped;
};
const unwrap = (bytes: Uint8Array<ArrayBuffer>): Value =>
  bytes[0] === 1 ? bytes.slice(1) : (JSON.parse(new TextDecoder().decode(bytes.subarray(1))) as Value);

async function seal(key: CryptoKey, value: Value): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, wrap(value)) };
}
const unseal = async (key: CryptoKey, { iv, data }: Sealed): Promise<Value> =>
  unwrap(new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data)));

class DeviceKeep implements Keep {
  readonly lasts = true;
  private readonly database: IDBDatabase;
  private readonly key: CryptoKey;
  constructor(database: IDBDatabase, key: CryptoKey) {
    this.database = database;
    this.key = key;
  }

  private store = () => this.database.transaction(STORE).objectStore(STORE);

  async read(name: string): Promise<Value | undefined> {
    const sealed = (await done(this.store().get(name))) as Sealed | undefined;
    return sealed && unseal(this.key, sealed);
  }

  async write(values: Readonly<Record<string, Value>>): Promise<void> {
    const sealed = await Promise.all(Object.entries(values).map(async ([name, value]) => [name, await seal(this.key, value)] as const));
    try {
      const transaction = this.database.transaction(STORE, 'readwrite', { durability: 'strict' });
      for (const [name, value] of sealed) transaction.objectStore(STORE).put(value, name);
      await finished(transaction);
    } catch (error) {
      throw new NoRoom(error instanceof Error ? error.name : 'storage');
    }
  }

  async list(prefix: string): Promise<[string, Value][]> {
    const store = this.store();
    const [names, values] = await Promise.all([done(store.getAllKeys(between(prefix))), done(store.getAll(between(prefix)))]);
    return Promise.all(names.map(async (name, at) => [String(name), await unseal(this.key, values[at] as Sealed)] as [string, Value]));
  }

  async drop(prefix: string): Promise<void> {
    const transaction = this.database.transaction(STORE, 'readwrite', { durability: 'strict' });
    transaction.objectStore(STORE).delete(between(prefix));
    await finished(transaction);
  }
}

class TabKeep implements Keep {
  readonly lasts = false;
  private readonly kept = new Map<string, Value>();
  private named = (prefix: string) => [...this.kept].filter(([name]) => name.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
  read = (name: string): Promise<Value | undefined> => Promise.resolve(this.kept.get(name));
  write(values: Readonly<Record<string, Value>>): Promise<void> {
    for (const [name, value] of Object.entries(values)) this.kept.set(name, structuredClone(value));
    return Promise.resolve();
  }
  list = (prefix: string): Promise<[string, Value][]> => Promise.resolve(this.named(prefix));
  drop(prefix: string): Promise<void> {
    for (const [name] of this.named(prefix)) this.kept.delete(name);
    return Promise.resolve();
  }
}

/** @param shared a device of others: nothing stays there */
export async function openKeep(shared: boolean): Promise<Keep> {
  if (shared) return new TabKeep();
  try {
    const database = await open();
    const keep = new DeviceKeep(database, await ownKey(database));
    // Asked without a question to the person where the browser can; without it, storage may be cleared under pressure.
    await navigator.storage?.persist?.().catch(() => false);
    return keep;
  } catch {
    return new TabKeep();
  }
}
