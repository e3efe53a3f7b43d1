import { announce, clockText, make, word } from './dom.ts';
import { forgetDraft } from './drafts.ts';
import { drop, keep, send, waiting, type Entry } from './outbox.ts';

/**
 * `<form data-offline-send>`: what was sent is first kept here, then sent; when the network is gone it stays
 * and goes later, from this page or any other. The person is told which of the two is true, nothing kinder.
 */
const once = (form: HTMLFormElement) =>
  (form.elements.namedItem('idempotencyKey') as HTMLInputElement | null)?.value;
const formOf = (entry: Entry) =>
  Array.from(document.forms).find((form) => 'offlineSend' in form.dataset && once(form) === entry.id);

function entryOf(form: HTMLFormElement, submitter: HTMLElement | null): Entry | undefined {
  const id = once(form);
  if (!id) return undefined;
  const fields = new FormData(form, submitter);
  return {
    id,
    action: submitter?.getAttribute('formaction') ?? form.action,
    page: location.pathname,
    title: String(fields.get('title') ?? ''),
    at: Date.now(),
    fields: Array.from(fields),
    draft: form.dataset['draft'],
    attempts: 0,
  };
}

let timer: ReturnType<typeof setTimeout> | undefined;
function again(ms: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => void flush(), ms);
}

function button(label: string, press: () => void): HTMLButtonElement {
  const made = make('button', { type: 'button', textContent: label });
  made.onclick = press;
  return made;
}

/** While it waits, the form stands still: what is shown is what will be sent. */
function showKept(entry: Entry): void {
  const form = formOf(entry);
  if (form) form.inert = true;
  const edit = button(word('edit'), () => {
    clearTimeout(timer);
    void drop(entry.id).then(() => {
      if (!form) return location.assign(entry.page);
      form.inert = false;
      announce(word('editing'));
    });
  });
  announce(
    word('kept', { title: entry.title, at: clockText(entry.at) }),
    ' ',
    button(word('again'), () => void flush()),
    ' ',
    edit,
  );
}

async function received(entry: Entry, location_: string): Promise<void> {
  await drop(entry.id);
  forgetDraft(entry.draft);
  if (formOf(entry)) return location.assign(location_);
  announce(
    word('received', { title: entry.title }),
    ' ',
    make('a', { href: location_, textContent: word('open') }),
  );
}

/** The server wants a word: on the form's page the form is posted as usual, so that its answer is shown. */
async function answered(entry: Entry): Promise<void> {
  const form = formOf(entry);
  if (!form) {
    announce(
      word('refused', { title: entry.title }),
      ' ',
      make('a', { href: entry.page, textContent: word('open') }),
    );
    return;
  }
  await drop(entry.id);
  form.inert = false;
  HTMLFormElement.prototype.submit.call(form);
}

async function attempt(entry: Entry): Promise<void> {
  const outcome = await send(entry);
  if (outcome.kind === 'received') return received(entry, outcome.location);
  if (outcome.kind === 'answered') return answered(entry);
  await keep({ ...entry, attempts: entry.attempts + 1 });
  showKept(entry);
  again(outcome.waitMs);
}

/** Sends what waits, one at a time; tabs take turns where the browser can, and the server counts once anyway. */
export async function flush(): Promise<void> {
  const work = async () => {
    for (const entry of await waiting()) await attempt(entry);
  };
  if (!('locks' in navigator)) return work();
  await navigator.locks.request('outbox', { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}

/** True when it took over; false leaves the form to the browser (no key, no storage). */
export async function sendOffline(form: HTMLFormElement, submitter: HTMLElement | null): Promise<boolean> {
  const entry = entryOf(form, submitter);
  if (!entry) return false;
  try {
    await keep(entry);
  } catch {
    return false;
  }
  announce(word('sending'));
  form.inert = true;
  await flush();
  return true;
}

export function offline(): void {
  const try_ = () => void flush().catch(() => undefined);
  window.addEventListener('online', try_);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') try_();
  });
  try_();
}
