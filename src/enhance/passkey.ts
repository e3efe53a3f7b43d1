/**
 * Loaded only on pages with `data-passkey`: asks the device for a passkey and hands it to the server.
 * - `data-passkey="create"` on a form whose field `name` names the new one; `get` (sign in) and `prove` (somebody
 *   signed in) on an element around a button
 * - `data-at`: the address that first gives the challenge and then takes the answer; `data-next`: where to go after it
 * - `data-form`: id of a form to send once more instead; `data-cancelled`, `data-failed`: what to say
 * Browsers without passkeys keep seeing nothing of it.
 */
import { all } from './dom.ts';

type Told = { message?: string; next?: string };
type Asked = Told & { key: string; publicKey: Record<string, unknown> };
type Descriptor = { id: string };

const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));
const text = (buffer: ArrayBuffer): string =>
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(''))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

async function post<T extends Told>(at: string, body: object): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(at, { method: 'POST', headers, body: JSON.stringify(body) });
  const told = (await answer.json()) as T;
  if (!answer.ok) throw new Refused(told.message ?? '');
  return told;
}
/** The server's own words for it. */
class Refused extends Error {}

const ids = (list: unknown) => ((list ?? []) as Descriptor[]).map((each) => ({ ...each, id: bytes(each.id) }));

/** What the server said in JSON, as the browser's function takes it. */
function optionsOf({ publicKey: asked }: Asked): { publicKey: never } {
  const user = asked['user'] as { id: string } | undefined;
  const publicKey = {
    ...asked,
    challenge: bytes(asked['challenge'] as string),
    ...(user ? { user: { ...user, id: bytes(user.id) } } : {}),
    ...(asked['excludeCredentials'] ? { excludeCredentials: ids(asked['excludeCredentials']) } : {}),
    ...(asked['allowCredentials'] ? { allowCredentials: ids(asked['allowCredentials']) } : {}),
  };
  return { publicKey: publicKey as never };
}

/** What the device answered, as JSON. */
function answerOf({ id, rawId, type, response }: PublicKeyCredential): object {
  const clientDataJSON = text(response.clientDataJSON);
  const shown = response as AuthenticatorAssertionResponse;
  const made = response as AuthenticatorAttestationResponse;
  const rest = shown.signature
    ? {
        authenticatorData: text(shown.authenticatorData),
        signature: text(shown.signature),
        userHandle: shown.userHandle && text(shown.userHandle),
      }
    : { attestationObject: text(made.attestationObject), transports: made.getTransports?.() ?? [] };
  return { id, rawId: text(rawId), type, response: { clientDataJSON, ...rest } };
}

async function run(place: HTMLElement): Promise<void> {
  const { passkey, at = '', next, form } = place.dataset;
  const create = passkey === 'create';
  const use = passkey === 'get' ? {} : { use: create ? 'create' : 'get' };
  const asked = await post<Asked>(at, use);
  const given = await (create ? navigator.credentials.create(optionsOf(asked)) : navigator.credentials.get(optionsOf(asked)));
  const name = place.querySelector<HTMLInputElement>('[name=name]')?.value;
  const more = create ? { name } : { ...(next ? { next } : {}) };
  const told = await post<Told>(at, { ...use, key: asked.key, response: answerOf(given as PublicKeyCredential), ...more });
  const again = form && document.getElementById(form);
  if (again instanceof HTMLFormElement) again.submit();
  else if (told.next) location.assign(told.next);
}

export function passkeys(): void {
  if (!window.PublicKeyCredential) return;
  for (const none of all('[data-passkey-none]')) none.hidden = true;
  for (const place of all('[data-passkey]')) {
    const told = place.querySelector<HTMLElement>('[data-told]');
    let busy = false;
    const start = async (event: Event): Promise<void> => {
      event.preventDefault();
      if (busy) return;
      busy = true;
      told?.replaceChildren();
      await run(place).catch((error: unknown) => {
        const { cancelled = '', failed = '' } = place.dataset;
        const closed = error instanceof DOMException && error.name === 'NotAllowedError';
        told?.replaceChildren(error instanceof Refused ? error.message : closed ? cancelled : failed);
      });
      busy = false;
    };
    if (place instanceof HTMLFormElement) place.addEventListener('submit', (event) => void start(event));
    else place.querySelector('button')?.addEventListener('click', (event) => void start(event));
    place.hidden = false;
  }
}
