import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toBase64, toHex, utf8 } from './bytes.ts';
import { createSigningKey, sha256, signNote, verifyEd25519 } from './crypto.server.ts';
import {
  checkpointText,
  formatNote,
  formatVerifierKey,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  verifyNote,
} from './note.ts';

/** From the documentation of golang.org/x/mod/sumdb/note, out of which the specification grew. */
const PETER_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PETER_NOTE =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
/** The key of the Go checksum database, as compiled into every Go toolchain. */
const GO_KEY = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
/** The example of c2sp.org/tlog-checkpoint. */
const SOFA =
  'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
  '— example.com/behind-the-sofa ' +
  'Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n';

const ORIGIN = 'gopy.dongnai.example/ledger';
const ROOT = sha256(utf8('root'));
const key = await createSigningKey(ORIGIN);
const checkpoint = { origin: ORIGIN, size: 42, root: ROOT };
const signed = signNote(checkpointText(checkpoint), key);

test('published vectors: a note, two keys and a checkpoint of others', async () => {
  const peter = await parseVerifierKey(PETER_KEY, sha256);
  expect(formatVerifierKey(peter!)).toBe(PETER_KEY);
  expect(await verifyNote(parseNote(PETER_NOTE)!, [peter!], verifyEd25519)).toBe(true);
  expect(formatNote(parseNote(PETER_NOTE)!)).toBe(PETER_NOTE);
  expect(await verifyNote(parseNote(PETER_NOTE.replace('answer', 'Answer'))!, [peter!], verifyEd25519)).toBe(
    false,
  );
  expect(toHex((await parseVerifierKey(GO_KEY, sha256))!.id)).toBe('033de0ae');
  const sofa = parseCheckpoint(parseNote(SOFA)!.text)!;
  expect([sofa.origin, sofa.size, toBase64(sofa.root)]).toEqual([
    'example.com/behind-the-sofa',
    20852163,
    'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=',
  ]);
});

test('our own checkpoint survives the round trip and reads as specified', async () => {
  expect(signed).toMatch(/^gopy\.dongnai\.example\/ledger\n42\n[A-Za-z0-9+/]{43}=\n\n— gopy\S+ \S+\n$/);
  expect(await openCheckpoint(signed, [key], verifyEd25519)).toEqual({
    ...checkpoint,
    root: new Uint8Array(ROOT),
  });
  const again = await parseVerifierKey(formatVerifierKey(key), sha256);
  expect(await openCheckpoint(signed, [again!], verifyEd25519)).toBeDefined();
});

test('any flipped bit of a checkpoint makes it worthless', async () => {
  const bytes = utf8(signed);
  const check = async (bit: number) => {
    const changed = bytes.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    const text = new TextDecoder().decode(changed);
    expect(await openCheckpoint(text, [key], verifyEd25519)).toBeUndefined();
  };
  await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: bytes.length * 8 - 1 }), check), {
    numRuns: 500,
  });
});

test('unknown signatures are ignored; a wrong one of a known key rejects the note', async () => {
  const witness = await createSigningKey('witness.example/one');
  const note = parseNote(signed)!;
  const byWitness = parseNote(signNote(note.text, witness))!.signatures[0]!;
  const both = formatNote({ text: note.text, signatures: [byWitness, ...note.signatures] });
  expect(await openCheckpoint(both, [key], verifyEd25519)).toBeDefined();
  expect(await openCheckpoint(both, [witness], verifyEd25519)).toBeUndefined();
  const forged = { ...byWitness, signature: note.signatures[0]!.signature };
  const mixed = { text: note.text, signatures: [forged, ...note.signatures] };
  expect(await verifyNote(mixed, [key, witness], verifyEd25519)).toBe(false);
  expect(await verifyNote(mixed, [], verifyEd25519)).toBe(false);
});

test.each([
  ['no empty line', 'a\n1\n'],
  ['no final newline', signed.slice(0, -1)],
  ['a carriage return', signed.replace('\n', '\r\n')],
  ['no signature', checkpointText(checkpoint) + '\n'],
  ['a hyphen for the dash', signed.replace('—', '-')],
  ['spare bits in the Base64', SOFA.replace('AYQ8=', 'AYQ9=')],
])('not a note: %s', (_, text) => {
  expect(parseNote(text)).toBeUndefined();
});

test.each([
  '',
  'o\n01\n',
  'o\n-1\n',
  'o\n1e3\n',
  'o\n3\nAAAA\n',
  `\n3\n${toBase64(ROOT)}\n`,
  `o\n3\n${toBase64(ROOT)}`,
])('not a checkpoint: %j', (text) => {
  expect(parseCheckpoint(text)).toBeUndefined();
});

test.each([
  '',
  'a+b',
  `${PETER_KEY} `,
  PETER_KEY.replace('c74f20a3', 'c74f20a4'),
  PETER_KEY.replace('+ARpc', '+AhpC'),
  PETER_KEY.replace('Peter', 'Peter '),
])('not a key: %j', async (text) => {
  expect(await parseVerifierKey(text, sha256)).toBeUndefined();
});

test('an origin that would break the lines is refused', () => {
  for (const origin of ['', 'a b', 'a\nb', 'a+b']) {
    expect(() => checkpointText({ origin, size: 0, root: ROOT })).toThrow(TypeError);
  }
});
