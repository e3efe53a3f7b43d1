import { all, make, settle } from './dom.ts';

/** Answer of a `data-suggest` address: words are the server's, so this script needs none. */
type Suggestions = { label: string; items: { title: string; href: string; note?: string }[]; more?: string };

/**
 * `<input data-suggest="/ideas/similar">` with a `<div data-suggest-list aria-live="polite">` in the same form:
 * asks while the person types and lists what is alike. They open beside the form, so that nothing is lost.
 */
export function suggest(): void {
  for (const input of all<HTMLInputElement>('[data-suggest]')) {
    const list = input.form?.querySelector<HTMLElement>('[data-suggest-list]');
    if (!list) continue;
    let asked = '';
    const ask = async () => {
      const q = input.value.trim();
      if (q === asked) return;
      asked = q;
      const found = q.length < 4 ? undefined : await fetchSuggestions(input.dataset['suggest'] ?? '', q);
      if (q === asked) show(list, found);
    };
    input.addEventListener(
      'input',
      settle(() => void ask(), 300),
    );
    if (input.value) void ask();
  }
}

async function fetchSuggestions(address: string, q: string): Promise<Suggestions | undefined> {
  try {
    const response = await fetch(`${address}?${new URLSearchParams({ q })}`, {
      headers: { accept: 'application/json' },
    });
    return response.ok ? ((await response.json()) as Suggestions) : undefined;
  } catch {
    return undefined; // Offline: suggestions are a help, not a step.
  }
}

function show(list: HTMLElement, found: Suggestions | undefined): void {
  list.hidden = !found?.items.length;
  if (!found?.items.length) return list.replaceChildren();
  const items = found.items.map(({ title, href, note }) =>
    make('li', {}, make('a', { href, target: '_blank', textContent: title }), note ? ` – ${note}` : ''),
  );
  list.replaceChildren(
    make('p', {}, make('b', { textContent: found.label })),
    make('ul', {}, ...items),
    ...(found.more ? [make('p', { textContent: found.more })] : []),
  );
}
