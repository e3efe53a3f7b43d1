/** How a reader wants to see pages; kept in a cookie of their own browser, nowhere else. */
export type Display = { theme: 'auto' | 'light' | 'dark'; contrast: 'normal' | 'high'; text: 'normal' | 'large' | 'larger' };

export const DISPLAY_COOKIE = 'display';
const themes = ['auto', 'light', 'dark'] as const;
const contrasts = ['normal', 'high'] as const;
const sizes = ['normal', 'large', 'larger'] as const;

const pick = <T extends string>(options: readonly T[], value: string | undefined | null): T =>
  options.find((option) => option === value) ?? (options[0] as T);

/** Reads `theme.contrast.text`; anything unknown becomes the default. */
export function parseDisplay(cookie: string | undefined): Display {
  const [theme, contrast, text] = (cookie ?? '').split('.');
  return { theme: pick(themes, theme), contrast: pick(contrasts, contrast), text: pick(sizes, text) };
}

/** A display with one choice changed, from the footer's form. */
export function changeDisplay(display: Display, form: FormData): Display {
  const value = (name: string, current: string) => String(form.get(name) ?? current);
  return {
    theme: pick(themes, value('theme', display.theme)),
    contrast: pick(contrasts, value('contrast', display.contrast)),
    text: pick(sizes, value('text', display.text)),
  };
}

export const formatDisplay = (d: Display): string => `${d.theme}.${d.contrast}.${d.text}`;
export const htmlAttributes = (d: Display): string =>
  `data-theme="${d.theme}" data-contrast="${d.contrast}" data-text="${d.text}"`;
