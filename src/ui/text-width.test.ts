import { describe, expect, it } from 'vitest';
import { textWidth } from './text-width.ts';

/** Widths in em, measured in Chromium with the fonts of the pages. */
const measured: [text: string, width: number][] = [
  ['Same as another idea, not published', 17.73],
  ['Không công khai, đã báo lý do', 14.73],
  ['Ủy ban nhân dân phường Đồng Xoài', 17.41],
  ['Sở Nông nghiệp và Môi trường', 14.62],
  ['កំពុងផ្សាយជាសាធារណៈ', 8.95],
  ['មិនផ្សាយ ដោយបានប្រាប់មូលហេតុ', 12.68],
  ['បញ្ជូនបន្តតាមច្បាប់កំណត់', 9.39],
];

describe('text width without a screen', () => {
  it.each(measured)('is close to what a browser measures for “%s”, rather too wide than too narrow', (text, width) => {
    expect(textWidth(text) / width).toBeGreaterThan(0.98);
    expect(textWidth(text) / width).toBeLessThan(1.12);
    expect(textWidth(text.normalize('NFD'))).toBeCloseTo(textWidth(text));
  });
});
