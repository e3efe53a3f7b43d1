/** Elements that match, typed by the caller. */
export const all = <E extends HTMLElement>(selector: string, within: ParentNode = document): E[] =>
  Array.from(within.querySelectorAll<E>(selector));

/** An element with properties and children; text stays text, so there is nothing to escape. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> & { role?: string } = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Runs `work` once things have been quiet for `ms`. */
export function settle(work: () => void, ms: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, ms);
  };
}

const live = () => document.querySelector<HTMLElement>('[data-live]');
let known: Record<string, string> | undefined;

/** The page's own words for what only this script says (`Shell.svelte` writes them, in the reader's language). */
export function word(key: string, values: Record<string, string> = {}): string {
  known ??= JSON.parse(live()?.dataset['words'] ?? '{}') as Record<string, string>;
  return (known[key] ?? '').replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

/** Says something to everyone: seen at the foot of the screen, heard through its `role="status"`. */
export function announce(...content: (Node | string)[]): void {
  live()?.replaceChildren(...content);
}

const locales: Record<string, string> = { km: 'km-KH-u-nu-latn', en: 'en-GB' };
export const clockText = (at: number): string =>
  new Date(at).toLocaleString(locales[document.documentElement.lang] ?? 'vi-VN', {
    dateStyle: 'short',
    timeStyle: 'short',
  });
