/** Sends what waits on the device, in portions, one tab at a time; only an answer of the server says that it arrived. */
import type { Device, KeptTap, Told } from './marks.ts';

const PORTION = 100;
type Answer = { told: ({ id: string } & Omit<Told, 'at'>)[]; at: string };
/** `signIn`: nothing is lost, somebody has to sign in; `later`: nobody answered, or "not now". */
export type Sent = { kind: 'done' } | { kind: 'later'; waitMs: number } | { kind: 'signIn' };

const jitter = () => 0.5 + Math.random();
/** 2 s, 4 s … 2 min, spread so that a whole hall does not come back at once. */
const backoff = (attempts: number): number => Math.min(120_000, 2_000 * 2 ** attempts) * jitter();

async function post(list: string, taps: KeptTap[]): Promise<Response> {
  const [address, query] = list.split('?');
  return fetch(`${address}/marks?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ sentAt: Date.now(), taps: taps.map(({ tap }) => tap) }),
    signal: AbortSignal.timeout(30_000),
    redirect: 'error',
  });
}

async function portion(device: Device, list: string, taps: KeptTap[], attempts: number): Promise<Sent> {
  let response: Response;
  try {
    response = await post(list, taps);
  } catch {
    return { kind: 'later', waitMs: backoff(attempts) };
  }
  // A role that counts only after a second factor looks like none: neither refuses a tap for good.
  if (response.status === 401 || response.status === 403) return { kind: 'signIn' };
  const answer = response.ok ? ((await response.json().catch(() => undefined)) as Answer | undefined) : undefined;
  const told = new Map(answer?.told.map((each) => [each.id, each]));
  if (!answer || taps.some(({ tap }) => !told.has(tap.id))) {
    const asked = Number(response.headers.get('retry-after'));
    return { kind: 'later', waitMs: asked > 0 ? asked * 1000 * jitter() : backoff(attempts) };
  }
  for (const kept of taps) {
    const { id: _, ...said } = told.get(kept.tap.id)!;
    await device.putTap({ ...kept, told: { ...said, at: Date.parse(answer.at) } });
  }
  return { kind: 'done' };
}

export async function sendAll(device: Device, attempts: number): Promise<Sent> {
  const work = async (): Promise<Sent> => {
    const waiting = (await device.taps()).filter(({ told }) => told === null).sort((a, b) => a.tap.at - b.tap.at);
    for (const list of new Set(waiting.map((each) => each.list))) {
      const own = waiting.filter((each) => each.list === list);
      for (let from = 0; from < own.length; from += PORTION) {
        const sent = await portion(device, list, own.slice(from, from + PORTION), attempts);
        if (sent.kind !== 'done') return sent;
      }
    }
    return { kind: 'done' };
  };
  return 'locks' in navigator ? navigator.locks.request('caunoi-roll', work) : work();
}
