import { sendOffline } from './offline.ts';

/**
 * One path for every form that writes: never twice by a double press, proof of work where the server asked
 * for it (`data-work`), and the outbox where the form wants it (`data-offline-send`).
 */
const busy = new WeakSet<HTMLFormElement>();

function mark(form: HTMLFormElement, on: boolean): void {
  if (on) busy.add(form);
  else busy.delete(form);
  // Not `disabled`: that would drop the button's own value from what is sent.
  for (const control of Array.from(form.elements))
    if (control instanceof HTMLButtonElement && control.type === 'submit')
      if (on) control.setAttribute('aria-disabled', 'true');
      else control.removeAttribute('aria-disabled');
}

/** Posts as the browser would have, without coming back here; keeps the value of the pressed button. */
function post(form: HTMLFormElement, submitter: HTMLElement | null): void {
  if (submitter instanceof HTMLButtonElement && submitter.name) {
    const value = Object.assign(document.createElement('input'), { type: 'hidden' });
    value.name = submitter.name;
    value.value = submitter.value;
    form.append(value);
  }
  const action = submitter?.getAttribute('formaction');
  if (action) form.action = action;
  HTMLFormElement.prototype.submit.call(form);
}

async function takeOver(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  try {
    if (form.dataset['work']) await (await import('./work.ts')).work(form, form.dataset['work']);
    // While it waits the form is inert; taken back for editing, it may be sent again at once.
    if ('offlineSend' in form.dataset && (await sendOffline(form, submitter))) return mark(form, false);
  } catch {
    // Whatever failed here must not keep a person from sending: the server decides.
  }
  post(form, submitter);
}

export function submit(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== 'post' || event.defaultPrevented) return;
    if (busy.has(form)) return event.preventDefault();
    mark(form, true);
    // A download or a lost connection leaves the page standing: then it may be pressed again.
    setTimeout(() => mark(form, false), 15_000);
    if (!('offlineSend' in form.dataset) && !form.dataset['work']) return;
    event.preventDefault();
    void takeOver(form, (event as SubmitEvent).submitter);
  });
  // Back from the next page: the browser shows this one as it was left.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) for (const form of Array.from(document.forms)) mark(form, false);
  });
}
