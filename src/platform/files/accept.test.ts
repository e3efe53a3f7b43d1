import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../result.ts';
import type { Accepted } from './accept.server.ts';
import { prepareUpload } from './accept.server.ts';

const rules = { maxBytes: 10 * 1024 * 1024, kinds: ['image', 'document'] } as const;
const prepare = (name: string, content: Uint8Array | string): Promise<Result<Accepted>> =>
  prepareUpload(
    { name, content: typeof content === 'string' ? Buffer.from(content, 'latin1') : content },
    rules,
  );

async function accepted(name: string, content: Uint8Array | string): Promise<Accepted> {
  const result = await prepare(name, content);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}
async function refusal(name: string, content: Uint8Array | string): Promise<unknown> {
  const result = await prepare(name, content);
  return result.ok ? 'accepted' : result.problems[0];
}

/** A picture with enough detail that its encoding is not trivial. */
const scene = (width: number, height: number, channels: 3 | 4 = 3): Sharp =>
  sharp({
    create: {
      width,
      height,
      channels,
      background: { r: 40, g: 120, b: 60, alpha: 0.5 },
      noise: { type: 'gaussian', mean: 120, sigma: 30 },
    },
  });

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** A valid PNG header of any size in front of almost nothing: a few bytes that decode to gigabytes. */
function pngBomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.alloc(1_000_000))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

const zip = Buffer.from('504b0304140000000000000000000000000000000000000000000500000061', 'hex');

describe('pictures', () => {
  let photo: Buffer;
  beforeAll(async () => {
    photo = await scene(1200, 800)
      .withExif({
        IFD0: { Copyright: 'Nguyễn Văn A', Make: 'Phone' },
        IFD3: {
          GPSLatitudeRef: 'N',
          GPSLatitude: '11/1 32/1 0/1',
          GPSLongitudeRef: 'E',
          GPSLongitude: '106/1 53/1 0/1',
        },
      })
      .jpeg()
      .toBuffer();
  });

  it('lose EXIF and GPS, in the picture and in every thumbnail', async () => {
    expect((await sharp(photo).metadata()).exif?.toString('latin1')).toContain('Phone');
    const { bytes, thumbnails, ...file } = await accepted('ảnh đường.jpg', photo);
    expect(file).toMatchObject({ type: 'image/jpeg', name: 'ảnh đường.jpg', width: 1200, height: 800 });
    expect(thumbnails.map(({ size, width, height }) => [size, width, height])).toEqual([
      [320, 320, 213],
      [960, 960, 640],
    ]);
    for (const drawn of [bytes, ...thumbnails.map((one) => one.bytes)]) {
      const { exif, icc, iptc, xmp, comments } = await sharp(drawn).metadata();
      expect([exif, icc, iptc, xmp, comments]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      expect(Buffer.from(drawn).includes('Phone')).toBe(false);
    }
  });

  it('are turned the right way up', async () => {
    const lying = await scene(400, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await accepted('a.jpg', lying)).toMatchObject({ width: 200, height: 400 });
  });

  it('keep transparency, become at most 4,096 px, and are not enlarged', async () => {
    const drawing = await scene(6000, 100, 4).png().toBuffer();
    const { thumbnails, ...file } = await accepted('sơ đồ.png', drawing);
    expect(file).toMatchObject({ type: 'image/webp', name: 'sơ đồ.webp', width: 4096, height: 68 });
    const tiny = await accepted('a.png', await scene(50, 40).png().toBuffer());
    expect(tiny).toMatchObject({ type: 'image/jpeg', width: 50, height: 40 });
    expect(tiny.thumbnails.map(({ width }) => width)).toEqual([50, 50]);
    expect(thumbnails).toHaveLength(2);
  });

  it('are stilled: only the first frame of an animation stays', async () => {
    const frames = await Promise.all([scene(64, 64).png().toBuffer(), scene(64, 64).png().toBuffer()]);
    const animation = await sharp(frames, { join: { animated: true } })
      .webp({ loop: 0 })
      .toBuffer();
    expect((await sharp(animation).metadata()).pages).toBe(2);
    const { bytes } = await accepted('a.webp', animation);
    expect((await sharp(bytes).metadata()).pages ?? 1).toBe(1);
  });

  it('are known by content: a lying extension is corrected, hidden appendices are gone', async () => {
    expect(await accepted('thật ra.pdf', photo)).toMatchObject({ type: 'image/jpeg', name: 'thật ra.jpg' });
    const script = '<script>alert(document.domain)</script>';
    const polyglot = Buffer.concat([photo, Buffer.from(`/*${script}*/`), zip]);
    const { bytes } = await accepted('a.html', polyglot);
    expect(Buffer.from(bytes).includes('script')).toBe(false);
    expect(Buffer.from(bytes).includes('PK\x03\x04')).toBe(false);
  });

  it('are refused when damaged or bombs, without being decoded', async () => {
    const half = photo.subarray(0, photo.length / 2);
    expect(await refusal('nửa.jpg', half)).toEqual({ code: 'file.broken', values: { name: 'nửa' } });
    const pixels = { code: 'file.pixels', values: { name: 'bomb', limit: 51 } };
    expect(await refusal('bomb.png', pngBomb(30_000, 30_000))).toEqual(pixels);
    expect(await refusal('bomb.png', pngBomb(2_000_000_000, 2))).toMatchObject({
      code: expect.stringMatching(/pixels|broken/),
    });
    expect(await refusal('short.png', pngBomb(5_000, 5_000))).toMatchObject({ code: 'file.broken' });
    expect(await refusal('stub.jpg', '\xff\xd8\xff\xe0')).toMatchObject({ code: 'file.broken' });
  });

  it('are decoded two at a time, however many arrive', async () => {
    const large = await scene(900, 600).jpeg().toBuffer();
    let most = 0;
    const watch = setInterval(
      () => (most = Math.max(most, sharp.counters().process + sharp.counters().queue)),
      1,
    );
    const results = await Promise.all(Array.from({ length: 12 }, () => prepare('a.jpg', large)));
    clearInterval(watch);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(2);
  });
});

describe('what is not on the list', () => {
  it.each([
    ['picture.jpg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'SVG'],
    ['picture.svg', '<?xml version="1.0"?><svg onload="alert(1)"/>', /SVG|XML/],
    ['page.jpg', '<!DOCTYPE html><script>alert(1)</script>', /HTML|^$/],
    ['gif.jpg', 'GIF89a/*<script>alert(1)</script>*/=1;', 'GIF'],
    ['archive.jpg', zip.toString('latin1'), 'ZIP'],
    ['text.pdf', 'just words', ''],
    ['leading.pdf', ' %PDF-1.7\n%%EOF', ''],
    ['iphone.jpg', '\0\0\0\x18ftypmif1\0\0\0\0mif1heic', /HEIC/],
  ])('%s is refused', async (name, content, found) => {
    const problem = (await refusal(name, content)) as { code: string; values: { found?: string } };
    if (name === 'iphone.jpg') expect(problem.code).toBe('file.heic');
    else
      expect(problem).toMatchObject({ code: 'file.type', values: { found: expect.stringMatching(found) } });
  });

  it('includes what this field does not take', async () => {
    const content = Buffer.from('%PDF-1.4\n%%EOF');
    const result = await prepareUpload({ name: 'a.pdf', content }, { ...rules, kinds: ['image'] });
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'file.type', values: { found: 'PDF' } }] });
  });

  it('includes nothing at all, and too much', async () => {
    expect(await refusal('rỗng.jpg', '')).toEqual({ code: 'file.empty', values: { name: 'rỗng' } });
    const limit = { code: 'file.tooLarge', values: { name: 'a', limit: 10 } };
    expect(await refusal('a.jpg', new Uint8Array(rules.maxBytes + 1))).toEqual(limit);
  });

  it('stops reading a stream at the limit', async () => {
    let read = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        read += 1;
        yield new Uint8Array(1024 * 1024);
      }
    }
    const result = await prepareUpload({ name: 'a.jpg', content: endless() }, rules);
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'file.tooLarge' }] });
    expect(read).toBe(11);
  });
});
