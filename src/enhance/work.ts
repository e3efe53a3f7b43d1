import { announce, make, word } from './dom.ts';

/**
 * Loaded only when the server asked for proof of work (`<form data-work="/…">`). Fetches a puzzle at the moment
 * of sending and solves it with WebCrypto (ALTCHA 2, PBKDF2), then puts the answer into the form's
 * field `puzzle`.
 */
type Puzzle = {
  parameters: {
    algorithm: string;
    nonce: string;
    salt: string;
    cost: number;
    keyLength: number;
    keyPrefix: string;
  };
  signature: string;
};
const FIELD = 'puzzle';
/** Attempts that run beside each other: enough to keep the cores of a phone busy, few enough to stop soon. */
const BATCH = 8;
const MOST_ATTEMPTS = 1_000_000;

const fromHex = (text: string) =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const toHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

async function derive({ parameters }: Puzzle, counter: number): Promise<string> {
  const nonce = fromHex(parameters.nonce);
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  new DataView(password.buffer).setUint32(nonce.length, counter);
  const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
  const [, hash = ''] = parameters.algorithm.split('/');
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', salt: fromHex(parameters.salt), iterations: parameters.cost, hash },
    key,
    parameters.keyLength * 8,
  );
  return toHex(new Uint8Array(bits));
}

/** The counter whose key begins as asked, with that key. Throws when there is none. */
export async function solve(puzzle: Puzzle): Promise<{ counter: number; derivedKey: string }> {
  for (let from = 0; from < MOST_ATTEMPTS; from += BATCH) {
    const found = await Promise.all(Array.from({ length: BATCH }, (_, step) => derive(puzzle, from + step)));
    const at = found.findIndex((key) => key.startsWith(puzzle.parameters.keyPrefix));
    const derivedKey = found[at];
    if (derivedKey !== undefined) return { counter: from + at, derivedKey };
  }
  throw new Error('The puzzle has no answer.');
}

export async function work(form: HTMLFormElement, address: string): Promise<void> {
  announce(word('checking'));
  const response = await fetch(address, { headers: { accept: 'application/json' } });
  const challenge = (await response.json()) as Puzzle;
  const answer = btoa(JSON.stringify({ challenge, solution: await solve(challenge) }));
  const old = form.elements.namedItem(FIELD);
  if (old instanceof HTMLInputElement) old.value = answer;
  else form.append(make('input', { type: 'hidden', name: FIELD, value: answer }));
}
