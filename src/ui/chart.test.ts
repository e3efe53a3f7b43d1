import { expect, test } from 'vitest';
import { drawChart } from './chart.server.ts';

const spec = {
  kind: 'columns' as const,
  categories: ['Quý I', '<script>alert(1)</script>'],
  series: [
    { name: 'Đã tiếp nhận', values: [31, null] },
    { name: 'Đúng hạn', values: [30, 12] },
  ],
};

test('a drawing fits a strict content security policy and follows the theme', async () => {
  const svg = await drawChart(spec);
  expect(svg).toMatch(/^<svg /);
  expect(svg).not.toMatch(/ style=|<style|<script|#00fe/i);
  expect(svg).toContain('var(--leaf)');
  expect(svg).toContain('Quý I');
});

test('on paper the colours are fixed', async () => {
  const svg = await drawChart(spec, 'paper');
  expect(svg).not.toContain('var(');
  expect(svg).toContain('#0b5544');
});

test('what was drawn once is taken again for the same figures, and for no others', async () => {
  const first = await drawChart(spec);
  expect(await drawChart({ ...spec })).toBe(first);
  expect(await drawChart({ ...spec, categories: ['Quý II', 'Quý III'] })).not.toBe(first);
  const written = { ...spec, format: (value: number) => `${value} người` };
  expect(await drawChart(written)).toContain('người');
  expect(await drawChart(spec)).toBe(first);
});
