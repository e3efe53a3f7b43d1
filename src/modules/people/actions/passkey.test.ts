import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Failed, Result } from '#platform/result.ts';
import { newDevice, type Quirks } from '#platform/testing/passkey-device.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { parseOwnPasskey, parsePasskeySignIn } from '../input/passkey.ts';
import type { Person } from '../rules/roles.ts';
import { listPasskeys } from '../store/passkey.server.ts';
import type { Cookie } from './cookie.server.ts';
import { beginPasskeySignIn, signInWithPasskey } from './passkey-sign-in.server.ts';
import { addPasskey, beginPasskey, callPasskey, removePasskey } from './passkeys.server.ts';
import { beginPasskeyProof, proveWithPasskey } from './prove.server.ts';
import { actorOf, signIn } from './sign-in.server.ts';
import { cookieHeader, newPerson, PASSWORD } from './testing.ts';

const site = { origin: 'http://localhost:3000' };
let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await testRuntime();
});
afterAll(() => runtime.drop());

const now = () => new Date();
const codeIn = (result: Result<unknown>) => (result as Failed).problems?.[0]?.code;
const headersOf = (cookies: Cookie[]) => new Headers({ cookie: cookieHeader(cookies) });
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
};
let place = 0;

async function signedInPerson() {
  const person = await newPerson(runtime);
  const entered = value(await signIn(runtime, { identifier: person.signInName, password: PASSWORD, address: `10.6.${(place += 1)}.1`, now: now() }));
  const headers = headersOf(entered.cookies);
  const own = { actor: (await actorOf(runtime, headers, now())) as Person, headers, now: now() };
  return { ...person, own };
}

async function withPasskey(quirks: Quirks = {}) {
  const person = await signedInPerson();
  const device = newDevice(site.origin);
  const { key, publicKey } = value(await beginPasskey(runtime, person.own, site));
  const response = device.create(publicKey.challenge, quirks);
  const added = await addPasskey(runtime, person.own, { key, response, name: 'Máy thử' }, site);
  return { ...person, device, added, key, response };
}

async function show(device: ReturnType<typeof newDevice>, quirks: Quirks = {}, when = now()) {
  const from = { address: `10.5.${(place += 1)}.1`, site, now: now() };
  const { key, publicKey } = value(await beginPasskeySignIn(runtime, from));
  const answer = { key, response: device.get(publicKey.challenge, quirks) };
  return { answer, result: await signInWithPasskey(runtime, answer, { ...from, now: when }) };
}

describe('a passkey', () => {
  it('signs in alone, as two factors', async () => {
    const { device, personId, added } = await withPasskey();
    expect(added.ok).toBe(true);
    const { result } = await show(device);
    const actor = await actorOf(runtime, headersOf(value(result).cookies), now());
    expect(actor).toMatchObject({ kind: 'person', personId, hasFactor: true });
    const rows = await runtime.db.selectFrom('people.session').select(['factor', 'strong']).where('person_id', '=', personId).execute();
    expect(rows).toContainEqual({ factor: 'passkey', strong: true });
  });

  it('answers a challenge once, within five minutes, and only the one that was asked for it', async () => {
    const { device, own } = await withPasskey();
    const { answer } = await show(device);
    const from = { address: '10.4.0.1', site, now: now() };
    expect(codeIn(await signInWithPasskey(runtime, answer, from))).toBe('passkey.wrong');
    const late = await show(device, {}, new Date(Date.now() + 301_000));
    expect(codeIn(late.result)).toBe('passkey.wrong');
    const { key } = value(await beginPasskeySignIn(runtime, from));
    expect(codeIn(await signInWithPasskey(runtime, { key, response: answer.response }, from))).toBe('passkey.wrong');
    // Asked of somebody signed in, as a proof: no way to sign in.
    const proof = await beginPasskeyProof(runtime, own, site);
    const shown = { key: proof.key, response: device.get(proof.publicKey.challenge) };
    expect(codeIn(await signInWithPasskey(runtime, shown, from))).toBe('passkey.wrong');
  });

  it.each<[string, Quirks]>([
    ['of another site', { origin: 'https://evil.example' }],
    ['for another site', { rpId: 'evil.example' }],
    ['without finger, face or PIN', { verified: false }],
    ['whose counter went back', { counter: 0 }],
  ])('%s does not sign in', async (_, quirks) => {
    const { device } = await withPasskey();
    expect((await show(device, { counter: 9 })).result.ok).toBe(true);
    expect(codeIn((await show(device, quirks)).result)).toBe('passkey.wrong');
  });

  it('made without verification, for another site, twice, or for somebody else is not kept', async () => {
    for (const quirks of [{ verified: false }, { origin: 'https://evil.example' }, { rpId: 'evil.example' }]) {
      expect(codeIn((await withPasskey(quirks)).added)).toBe('passkey.wrong');
    }
    const { own, key, response } = await withPasskey();
    expect(codeIn(await addPasskey(runtime, own, { key, response, name: 'x' }, site))).toBe('passkey.wrong');
    const other = await signedInPerson();
    const asked = value(await beginPasskey(runtime, own, site));
    const made = newDevice(site.origin).create(asked.publicKey.challenge);
    expect(codeIn(await addPasskey(runtime, other.own, { key: asked.key, response: made, name: 'x' }, site))).toBe('passkey.wrong');
  });

  it('of a closed account, or removed, opens nothing; nobody removes another person’s', async () => {
    const { device, personId, own } = await withPasskey();
    const stranger = await signedInPerson();
    const [passkey] = await listPasskeys(runtime.db, personId);
    expect(codeIn(await removePasskey(runtime, stranger.own, passkey!.id))).toBe('passkey.none');
    expect(codeIn(await callPasskey(runtime, stranger.own, passkey!.id, 'của tôi'))).toBe('passkey.none');
    expect((await callPasskey(runtime, own, passkey!.id, 'Điện thoại')).ok).toBe(true);
    const closed = (at: Date | null) => runtime.db.updateTable('people.person').set({ closed_at: at }).where('id', '=', personId).execute();
    await closed(now());
    expect(codeIn((await show(device)).result)).toBe('passkey.wrong');
    await closed(null);
    expect((await show(device)).result.ok).toBe(true);
    const strong = { ...own, actor: (await actorOf(runtime, own.headers, now())) as Person };
    expect((await removePasskey(runtime, strong, passkey!.id)).ok).toBe(true);
    expect(codeIn((await show(device)).result)).toBe('passkey.wrong');
  });

  it('proves who its owner is, and nobody else', async () => {
    const { device, own } = await withPasskey();
    const other = await withPasskey();
    const asked = await beginPasskeyProof(runtime, own, site);
    expect(asked.publicKey.allowCredentials).toHaveLength(1);
    const mine = { key: asked.key, response: device.get(asked.publicKey.challenge) };
    expect((await proveWithPasskey(runtime, own, mine, site)).ok).toBe(true);
    const again = await beginPasskeyProof(runtime, own, site);
    const theirs = { key: again.key, response: other.device.get(again.publicKey.challenge) };
    expect(codeIn(await proveWithPasskey(runtime, own, theirs, site))).toBe('passkey.wrong');
  });

  it('means a second step for whoever has no app', async () => {
    const { signInName } = await withPasskey();
    const entered = value(await signIn(runtime, { identifier: signInName, password: PASSWORD, address: '10.3.9.9', now: now() }));
    expect(entered.second).toBe(true);
  });
});

it('what a browser sends is read strictly', () => {
  const key = 'a'.repeat(43);
  const response = { id: 'abc', rawId: 'abc', type: 'public-key', response: { clientDataJSON: 'e30', authenticatorData: 'AA', signature: 'AA', userHandle: null } };
  expect(parsePasskeySignIn({}).ok).toBe(true);
  expect(parsePasskeySignIn({ key, response }).ok).toBe(true);
  for (const bad of [null, 1, [], { key }, { key: 'x', response }, { key, response, admin: true }, { key, response: { ...response, id: '' } },
    { key, response: { ...response, id: 'a'.repeat(2_000) } }, { key, response: { ...response, extra: 1 } }]) {
    expect(parsePasskeySignIn(bad)).toEqual({ ok: false, problems: [expect.objectContaining({ code: expect.stringMatching(/^(passkey\.form|field\.unknown)$/) })] });
  }
  expect(parseOwnPasskey({ use: 'create' }).ok).toBe(true);
  expect(parseOwnPasskey({ use: 'delete' }).ok).toBe(false);
});
