import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('../app.css', import.meta.url), 'utf8');

/** Values of each token in [light, dark]; `block` is the text of one rule. */
function tokensOf(block: string): Map<string, [light: string, dark: string]> {
  const pairs = block.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g);
  return new Map(Array.from(pairs, ([, name, light, dark]) => [name!, [light!, dark!]]));
}

/** WCAG 2.2 relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const channels = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * channels[0]! + 0.7152 * channels[1]! + 0.0722 * channels[2]!;
}
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const supports = css.slice(css.indexOf('@supports'));
const usual = tokensOf(supports.slice(0, supports.indexOf('[data-contrast')));
const strong = new Map([...usual, ...tokensOf(supports.slice(supports.indexOf('[data-contrast')))]);
const grounds = ['paper', 'card'];
const texts = ['ink', 'ink-2', 'leaf', 'cashew', 'alert', 'sky'];
const pairs = [
  ...texts.flatMap((text) => grounds.map((ground) => [text, ground, 7] as const)),
  ...['leaf', 'cashew', 'alert', 'sky'].flatMap((tone) => [
    [tone, `${tone}-soft`, 7] as const,
    ['ink', `${tone}-soft`, 7] as const,
    ['ink-2', `${tone}-soft`, 7] as const,
  ]),
  ['leaf-ink', 'leaf', 7] as const,
  ['ink', 'mark', 7] as const,
  ...grounds.map((ground) => ['edge', ground, 3] as const),
];

for (const [look, tokens] of [
  ['usual', usual],
  ['high contrast', strong],
] as const)
  for (const [scheme, index] of [
    ['light', 0],
    ['dark', 1],
  ] as const)
    test.each(pairs)(`${look}, ${scheme}: %s on %s is at least %i : 1`, (text, ground, least) => {
      const ratio = contrast(tokens.get(text)![index], tokens.get(ground)![index]);
      expect(Math.round(ratio * 100) / 100).toBeGreaterThanOrEqual(least);
    });

test('browsers without light-dark() get the light values', () => {
  for (const [name, [light]] of usual) expect(css).toContain(`--${name}: ${light};`);
});
