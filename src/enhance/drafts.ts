import { all, announce, clockText, make, settle, word } from './dom.ts';

/**
 * Long texts are kept on the device while they are typed: `<form data-draft="ideas.new">`. What the server
 * printed always wins; a draft only fills what is empty. Files are not kept here.
 */
type Draft = { at: number; fields: [name: string, value: string][] };

/** Shared phones are common: what nobody came back for in two weeks goes. */
const KEPT_MS = 14 * 86_400_000;
const place = (key: string) => `draft:${key}`;

export function forgetDraft(key: string | undefined): void {
  try {
    if (key) localStorage.removeItem(place(key));
  } catch {
    // Storage is switched off: then nothing was kept.
  }
}

function read(key: string): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(place(key)) ?? 'null') as Draft | null;
    if (draft && Date.now() - draft.at < KEPT_MS) return draft;
    forgetDraft(key);
  } catch {
    // Unreadable or switched off: as if there were none.
  }
  return undefined;
}

/** The key that makes sending idempotent travels with the draft, so that sending it again is still once. */
const ONCE = 'idempotencyKey';

function save(form: HTMLFormElement, key: string): void {
  const fields = Array.from(new FormData(form)).filter((field): field is [string, string] => {
    const control = form.elements.namedItem(field[0]);
    const secret =
      control instanceof HTMLInputElement &&
      (control.type === 'password' ||
        control.tabIndex < 0 ||
        (control.type === 'hidden' && field[0] !== ONCE));
    return typeof field[1] === 'string' && field[1] !== '' && !secret;
  });
  try {
    if (fields.some(([name]) => name !== ONCE))
      localStorage.setItem(place(key), JSON.stringify({ at: Date.now(), fields } satisfies Draft));
    else forgetDraft(key);
  } catch {
    // Full or switched off: typing goes on, only without a net.
  }
}

/** Fills empty controls; true when something visible came back. */
function restore(form: HTMLFormElement, draft: Draft): boolean {
  const values = new Map<string, string[]>();
  for (const [name, value] of draft.fields) values.set(name, [...(values.get(name) ?? []), value]);
  const names = new Set(all<HTMLInputElement>(':checked', form).map((control) => control.name));
  let changed = false;
  const filled = new Set<Element>();
  for (const control of Array.from(form.elements)) {
    const kept = values.get((control as HTMLInputElement).name);
    if (!kept) continue;
    if (control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio')) {
      if (!names.has(control.name) && kept.includes(control.value)) control.checked = changed = true;
    } else if (control instanceof HTMLInputElement && control.type === 'hidden') continue;
    else if ('value' in control && control.value === '') {
      control.value = kept.shift() ?? '';
      filled.add(control);
      changed = true;
    }
  }
  if (changed) {
    const once = form.elements.namedItem(ONCE);
    if (once instanceof HTMLInputElement) once.value = values.get(ONCE)?.[0] ?? once.value;
    for (const control of filled) control.closest('details')?.setAttribute('open', '');
  }
  return changed;
}

function tell(form: HTMLFormElement, key: string, draft: Draft): void {
  const discard = make('button', { type: 'button', textContent: word('discard') });
  discard.onclick = () => {
    forgetDraft(key);
    // Not form.reset(): the key for sending must be a new one as well.
    location.reload();
  };
  announce(word('restored', { at: clockText(draft.at) }), ' ', discard);
}

export function drafts(): void {
  for (const done of all('[data-draft-clear]')) forgetDraft(done.dataset['draftClear']);
  for (const form of all<HTMLFormElement>('form[data-draft]')) {
    const key = form.dataset['draft'] ?? '';
    const draft = read(key);
    if (draft && restore(form, draft)) tell(form, key, draft);
    const keep = () => save(form, key);
    form.addEventListener('input', settle(keep, 400));
    // Phones close tabs without asking; this event still comes.
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' && form.contains(document.activeElement)) keep();
    });
  }
}
