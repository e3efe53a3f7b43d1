import { describe, expect, it } from 'vitest';
import { prepareUpload } from './accept.server.ts';

/** Frames of MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes each. */
const frames = (count: number): Buffer =>
  Buffer.concat(Array.from({ length: count }, () => Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(413)])));
const id3 = (text: string): Buffer => {
  const body = Buffer.from(text);
  return Buffer.concat([Buffer.from('ID3\x03\0\0', 'latin1'), Buffer.from([0, 0, body.length >> 7, body.length & 0x7f]), body]);
};
const ogg = (packet: string): Buffer => {
  const head = Buffer.alloc(28);
  head.write('OggS', 'latin1');
  head[26] = 1;
  head[27] = packet.length;
  return Buffer.concat([head, Buffer.from(packet, 'latin1'), Buffer.alloc(64)]);
};
const box = (type: string, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};
const handler = (kind: string): Buffer => box('hdlr', Buffer.alloc(8), Buffer.from(kind), Buffer.alloc(13));
const m4a = (brand: string, ...kinds: string[]): Buffer =>
  Buffer.concat([box('ftyp', Buffer.from(brand), Buffer.alloc(4), Buffer.from(brand)), box('moov', ...kinds.map(handler))]);

const prepare = (content: Uint8Array) => prepareUpload({ name: 'ghi âm.exe', content }, { maxBytes: 1_000_000, kinds: ['audio'] });
const outcome = async (content: Uint8Array) => {
  const result = await prepare(content);
  return result.ok ? [result.value.type, result.value.name] : result.problems[0]!.code;
};

describe('a recording', () => {
  it.each<[string, Buffer, string[]]>([
    ['MP3', frames(8), ['audio/mpeg', 'ghi âm.mp3']],
    ['MP3 with tags', Buffer.concat([id3('TIT2 Nhà ông Ba'), frames(8)]), ['audio/mpeg', 'ghi âm.mp3']],
    ['Opus in Ogg', ogg('OpusHead\x01\x02\x38\x01\x80\xbb\0\0\0\0\0'), ['audio/ogg', 'ghi âm.ogg']],
    ['M4A', m4a('M4A ', 'soun'), ['audio/mp4', 'ghi âm.m4a']],
    ['what an Android phone records', m4a('mp42', 'soun'), ['audio/mp4', 'ghi âm.m4a']],
  ])('is known by its content: %s', async (_, content, expected) => {
    expect(await outcome(content)).toEqual(expected);
  });

  it('is kept without what its tags say', async () => {
    const kept = await prepare(Buffer.concat([id3('TIT2 Nhà ông Ba'), frames(8), Buffer.from(`TAG${'x'.repeat(125)}`)]));
    expect(kept.ok && Buffer.from(kept.value.bytes).equals(frames(8))).toBe(true);
  });

  it.each<[string, Buffer]>([
    ['a film', m4a('mp42', 'soun', 'vide')],
    ['a film in Ogg', Buffer.concat([ogg('OpusHead\x01\x02\x38\x01\x80\xbb\0\0\0\0\0'), Buffer.from('\x80theora')])],
    ['a tag around a page', Buffer.concat([id3('x'), Buffer.from('<html><script>alert(1)</script>')])],
    ['a single frame in front of something else', Buffer.concat([frames(1), Buffer.from('<script>'.repeat(100))])],
    ['a picture', Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')],
    ['text', Buffer.from('ghi âm')],
  ])('is not %s', async (_, content) => {
    expect(await outcome(content)).toBe('file.type');
  });
});
