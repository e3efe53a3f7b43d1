import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { type Receipt, verifyReceipt } from './browser.ts';
import { toHex } from './bytes.ts';
import { canonical } from './canonical.ts';
import { createSigningKey, hashLeaf, sha256, signNote } from './crypto.server.ts';
import { Growth } from './growth.ts';
import { writeLeaf } from './leaf.server.ts';
import { checkpointText, formatVerifierKey } from './note.ts';
import { nodeInput } from './tree.ts';

const now = new Date('2026-11-23T03:00:00Z');
const content = { title: 'Lắp đèn đường ấp 3', body: 'Đoạn qua trường học chưa có đèn.' };
const secret = { subject: 'x', content };
const { leaf, ticket } = writeLeaf({ kind: 'ideas.received', secret, now });
const key = await createSigningKey('gopy.dongnai.example/ledger');
const publicKey = formatVerifierKey(key);

/** The leaf at place 1 of three. */
const others = [hashLeaf('a'), hashLeaf('b')] as const;
const growth = new Growth(sha256);
for (const hash of [others[0], leaf.leafHash, others[1]]) growth.add(hash);
const checkpoint = signNote(checkpointText({ origin: key.name, size: 3, root: growth.root() }), key);
const receipt: Receipt = { ...ticket, index: 1, checkpoint, proof: others.map(toHex) };

afterEach(() => vi.unstubAllGlobals());

test('a right receipt', async () => {
  expect(toHex(growth.root())).toBe(
    toHex(sha256(nodeInput(sha256(nodeInput(others[0], leaf.leafHash)), others[1]))),
  );
  const verdict = { ok: true, index: 1, size: 3, at: '2026-11-23T03:00:00.000Z' };
  expect(await verifyReceipt(receipt, publicKey, canonical(content))).toEqual(verdict);
  expect(await verifyReceipt(receipt, `${publicKey}\n`)).toEqual(verdict);
});

const stranger = await createSigningKey(key.name);
const { salt: _salt, ...saltless } = receipt;
test.each<[string, Receipt, string, string]>([
  ['has no place yet', ticket, canonical(content), 'pending'],
  ['has another leaf', { ...receipt, leaf: leaf.data.replace('ideas', 'plans') }, canonical(content), 'leaf'],
  ['has a leaf that is no JSON', { ...receipt, leaf: 'x', leafHash: toHex(hashLeaf('x')) }, '', 'leaf'],
  ['is for another text', receipt, canonical({ ...content, body: 'Đã có đèn.' }), 'content'],
  ['has no salt', saltless, canonical(content), 'content'],
  ['has another place', { ...receipt, index: 0 }, canonical(content), 'proof'],
  ['lacks a step', { ...receipt, proof: receipt.proof!.slice(1) }, canonical(content), 'proof'],
  ['has a step that is no hash', { ...receipt, proof: ['zz', 'zz'] }, canonical(content), 'proof'],
  ['has no checkpoint in its note', { ...receipt, checkpoint: 'x' }, canonical(content), 'signature'],
])('a receipt that %s', async (_, wrong, text, reason) => {
  expect(await verifyReceipt(wrong, publicKey, text)).toEqual({ ok: false, reason });
});

test('a checkpoint of another key of the same name, or no key at all', async () => {
  const wrong = { ok: false, reason: 'signature' };
  expect(await verifyReceipt(receipt, formatVerifierKey(stranger))).toEqual(wrong);
  expect(await verifyReceipt(receipt, '')).toEqual(wrong);
});

test('whatever single character changes, the receipt is refused', async () => {
  const parts = ['leaf', 'leafHash', 'checkpoint'] as const;
  const check = async (part: (typeof parts)[number], at: number, letter: string) => {
    const text = receipt[part]!;
    const place = at % text.length;
    fc.pre(text[place] !== letter);
    const changed = text.slice(0, place) + letter + text.slice(place + 1);
    expect((await verifyReceipt({ ...receipt, [part]: changed }, publicKey)).ok).toBe(false);
  };
  const letter = fc.string({ minLength: 1, maxLength: 1 });
  await fc.assert(fc.asyncProperty(fc.constantFrom(...parts), fc.nat(), letter, check), { numRuns: 300 });
});

test('an old browser says that it cannot check, and still finds a wrong proof', async () => {
  const { subtle } = crypto;
  const importKey = () => Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'));
  vi.stubGlobal('crypto', { subtle: { digest: subtle.digest.bind(subtle), importKey } });
  expect(await verifyReceipt(receipt, publicKey)).toEqual({ ok: false, reason: 'unsupported' });
  expect(await verifyReceipt({ ...receipt, index: 2 }, publicKey)).toEqual({ ok: false, reason: 'proof' });
  vi.stubGlobal('crypto', {});
  expect(await verifyReceipt(receipt, publicKey)).toEqual({ ok: false, reason: 'unsupported' });
});
