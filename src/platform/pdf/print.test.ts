import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { FONT_STACK, fontRules } from '../pictures/fonts.server.ts';
import { printing } from './print.server.ts';

const pages = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;

describe('printing', () => {
  it('prints pages of A4 with letters that are inside the file', async () => {
    const html = `<!doctype html><html lang="vi"><meta charset="utf-8"><style>${fontRules()}
      @page { size: A4 landscape } body { font-family: ${FONT_STACK} } section { break-after: page }</style>
      <section>Giấy chứng nhận: Điểu Thị Hằng</section><section lang="km">វិញ្ញាបនបត្រ</section></html>`;
    const printed = await printing(async (print) => [await print(html), await print('<p>một trang</p>')]);
    if (!printed.ok) throw new Error('busy');
    const [two, one] = printed.value as [Buffer, Buffer];
    expect(two.subarray(0, 5).toString()).toBe('%PDF-');
    expect([pages(two), pages(one)]).toEqual([2, 1]);
    const raw = two.toString('latin1');
    expect(raw).toMatch(/MediaBox \[0 0 84[12][.\d]* 59[45]/);
    expect(raw).toMatch(/BeVietnamPro/);
    expect(raw).toMatch(/NotoSansKhmer/);
  });

  it('runs no script and asks nobody for anything', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const html = `<img src="${at}/a.png"><link rel="stylesheet" href="${at}/b.css"><iframe src="${at}/c"></iframe>
      <script>fetch('${at}/d')</script><script src="${at}/e.js"></script><p>đã in</p>`;
    const printed = await printing((print) => print(html));
    server.close();
    expect(printed.ok && pages(printed.value)).toBe(1);
    expect(asked).toBe(0);
  });

  it('refuses when too many wait, and works again afterwards', async () => {
    const release = Promise.withResolvers<void>();
    const held = Array.from({ length: 9 }, () => printing(() => release.promise));
    expect(await printing(() => Promise.resolve())).toMatchObject({ ok: false, problems: [{ code: 'limits.busy' }] });
    release.resolve();
    expect((await Promise.all(held)).every(({ ok }) => ok)).toBe(true);
  });
});
