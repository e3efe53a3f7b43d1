import { expect, it } from 'vitest';
import { deviceLabel, isStale } from './device.ts';

it.each([
  ['Mozilla/5.0 (Linux; Android 13; SM-A125F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Mobile Safari/537.36', 'Chrome · Android'],
  ['Mozilla/5.0 (Linux; Android 13; SM-A125F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36', 'Samsung Internet · Android'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/117.0 Chrome/111.0 Safari/537.36', 'Cốc Cốc · Windows'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:120.0) Gecko/20100101 Firefox/120.0', 'Firefox · Windows'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1', 'Safari · iPhone'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 14_1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0 Safari/537.36 Edg/119.0', 'Edge · macOS'],
  ['curl/8.1', null],
  ['', null],
  [null, null],
])('%s → %s', (agent, label) => expect(deviceLabel(agent)).toBe(label));

it('never says more than forty characters, nor a version or a model', () => {
  const label = deviceLabel(`Mozilla/5.0 (Linux; Android 13; SM-A125F) Chrome/119.0 ${'x'.repeat(10_000)}`);
  expect(label).toBe('Chrome · Android');
});

it('is noted once an hour', () => {
  const now = new Date('2026-11-23T10:30:00Z');
  const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  expect([isStale(null, now), isStale(at(59), now), isStale(at(60), now)]).toEqual([true, false, true]);
});
