import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanFileName, contentDisposition } from './file-name.ts';

describe('clean file name', () => {
  it.each([
    ['../../etc/passwd', 'jpg', 'passwd.jpg'],
    ['..\\..\\windows\\system32\\a.dll', 'jpg', 'a.jpg'],
    ['Đo\u0302\u0300ng Xoa\u0300i.JPG', 'jpg', 'Đồng Xoài.jpg'],
    ['anh\u202Egpj.exe', 'jpg', 'anhgpj.jpg'],
    ['\u2067ten\u2069.png', 'webp', 'ten.webp'],
    ['a\u0000b\r\nc.png', 'jpg', 'abc.jpg'],
    ['IMG_1234.HEIC.jpeg', 'jpg', 'IMG_1234.HEIC.jpg'],
    ['  ..  tờ trình  số 5 .pdf', 'pdf', 'tờ trình số 5.pdf'],
    ['con.txt', 'pdf', '_con.pdf'],
    ['<script>alert(1)<.png', 'jpg', '-script-alert(1)-.jpg'],
    ['', 'pdf', 'tep.pdf'],
    ['...', 'pdf', 'tep.pdf'],
    ['សំណើ.pdf', 'pdf', 'សំណើ.pdf'],
  ])('%j as %s is %j', (name, extension, expected) => {
    expect(cleanFileName(name, extension)).toBe(expected);
  });

  it('is NFC, one line, without path, short, and stays as it is when cleaned again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (name) => {
        const clean = cleanFileName(name, 'jpg');
        expect(clean).toBe(clean.normalize('NFC'));
        expect(clean).not.toMatch(/[\p{Cc}/\\<>:"|?*\u202a-\u202e\u2066-\u2069]/u);
        expect(clean).toMatch(/.\.jpg$/);
        expect(Buffer.byteLength(clean)).toBeLessThanOrEqual(204);
        expect(cleanFileName(clean, 'jpg')).toBe(clean);
      }),
    );
  });
});

describe('content disposition', () => {
  it('carries the real name and an ASCII one', () => {
    expect(contentDisposition('attachment', 'Tờ trình (số 5) đường.pdf')).toBe(
      'attachment; filename="To trinh (so 5) duong.pdf"; ' +
        "filename*=UTF-8''T%E1%BB%9D%20tr%C3%ACnh%20%28s%E1%BB%91%205%29%20%C4%91%C6%B0%E1%BB%9Dng.pdf",
    );
  });

  it('is one safe header line for every name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (name) => {
        const header = contentDisposition('inline', cleanFileName(name, 'jpg'));
        expect(header).toMatch(
          /^inline; filename="[\x20-\x21\x23-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[\w.~!*%'-]*$/,
        );
      }),
    );
  });
});
