/** What the list keeps on the device: the list itself and the taps, encrypted, until they are known to have arrived. */
import type { Outcome } from '../../../rules/roll.ts';
import type { ListData } from '../list-data.ts';

export type Tap = { id: string; member: number; outcome: Outcome | null; reason: string | null; seen: Outcome | null; at: number };
/** What the server said and when; `outcome`: what stands now, absent where that is not told; `final`: refused. */
export type Told = { verdict: string; why: string; at: number; final: boolean; outcome?: Outcome | null };
/** `told` is null while the tap is only here. */
export type KeptTap = { list: string; tap: Tap; told: Told | null };

const NAME = 'caunoi-roll';
type Sealed = { iv: Uint8Array<ArrayBuffer>; bytes: ArrayBuffer };
type StoredTap = { id: string; list: string; sealed: Sealed };

export type Device = {
  putList(data: ListData): Promise<void>;
  lists(): Promise<ListData[]>;
  putTap(kept: KeptTap): Promise<void>;
  dropTap(id: string): Promise<void>;
  taps(): Promise<KeptTap[]>;
};

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('storage'));
  });

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('key');
    request.result.createObjectStore('lists');
    request.result.createObjectStore('taps', { keyPath: 'id' });
  };
  const database = await asked(request);
  // Signing out deletes the database: an open tab must not stand in the way.
  database.onversionchange = () => database.close();
  return database;
}

/** Resolves when what was written is on disk. */
const within = <T>(database: IDBDatabase, stores: string[], mode: IDBTransactionMode, work: (of: (store: string) => IDBObjectStore) => IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, mode, { durability: 'strict' });
    const request = work((store) => transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error('storage'));
  });

type Held = { key: CryptoKey; owner: string };

/** The key never leaves the browser, and goes with the database when its owner signs out. */
async function keyOf(database: IDBDatabase, owner: string | null): Promise<CryptoKey | undefined> {
  const held = await within<Held | undefined>(database, ['key'], 'readonly', (of) => of('key').get('held'));
  if (held && (owner === null || held.owner === owner)) return held.key;
  if (owner === null) return undefined;
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  await within(database, ['key', 'lists', 'taps'], 'readwrite', (of) => {
    // Somebody else's: without their key it is noise.
    of('lists').clear();
    of('taps').clear();
    return of('key').put({ key, owner } satisfies Held, 'held');
  });
  return key;
}

/** @param owner whose page this is; null: whoever's things are here. Undefined when there are none, or no place for any */
export async function openDevice(owner: string | null): Promise<Device | undefined> {
  if (!('indexedDB' in globalThis) || !globalThis.crypto?.subtle) return undefined;
  const database = await open();
  const key = await keyOf(database, owner);
  if (!key) return undefined;
  const seal = async (value: unknown): Promise<Sealed> => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, bytes: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(value))) };
  };
  const unseal = async <T>({ iv, bytes }: Sealed): Promise<T> =>
    JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes))) as T;
  return {
    async putList(data) {
      const sealed = await seal(data);
      await within(database, ['lists'], 'readwrite', (of) => of('lists').put(sealed, listKey(data)));
    },
    lists: async () => Promise.all((await within<Sealed[]>(database, ['lists'], 'readonly', (of) => of('lists').getAll())).map((each) => unseal<ListData>(each))),
    async putTap(kept) {
      const row: StoredTap = { id: kept.tap.id, list: kept.list, sealed: await seal(kept) };
      await within(database, ['taps'], 'readwrite', (of) => of('taps').put(row));
    },
    async dropTap(id) {
      await within(database, ['taps'], 'readwrite', (of) => of('taps').delete(id));
    },
    taps: async () => Promise.all((await within<StoredTap[]>(database, ['taps'], 'readonly', (of) => of('taps').getAll())).map(({ sealed }) => unseal<KeptTap>(sealed))),
  };
}

export const listKey = ({ address, as }: Pick<ListData, 'address' | 'as'>): string => `${address}?as=${as}`;
