import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inspectPdf } from './pdf.server.ts';

const pdf = (...parts: (string | Buffer)[]): Buffer =>
  Buffer.concat(
    ['%PDF-1.7\n', ...parts, '\ntrailer << /Root 1 0 R >>\n%%EOF\n'].map((part) =>
      Buffer.from(part as string),
    ),
  );
const stream = (dictionary: string, body: Buffer | string): Buffer =>
  Buffer.concat([
    Buffer.from(`4 0 obj << ${dictionary} >> stream\n`),
    Buffer.from(body as string),
    Buffer.from('\nendstream endobj\n'),
  ]);

describe('what a PDF can do', () => {
  it('nothing: accepted', async () => {
    expect(await inspectPdf(pdf('1 0 obj << /Type /Catalog >> endobj'))).toBe('plain');
    expect(await inspectPdf(pdf('1 0 obj << /OpenAction [3 0 R /Fit] >> endobj'))).toBe('plain');
  });

  it.each([
    ['a script', '1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >> endobj'],
    ['a script under a spelled-out name', '1 0 obj << /S /J#61vaScr#69pt >> endobj'],
    ['starting a program', '1 0 obj << /S /Launch /F (cmd.exe) >> endobj'],
    ['an embedded file', '1 0 obj << /Names << /EmbeddedFiles 2 0 R >> >> endobj'],
    ['a form that sends data', '1 0 obj << /S /SubmitForm /F (https://example.org) >> endobj'],
    ['a dynamic form', '1 0 obj << /AcroForm << /XFA 5 0 R >> >> endobj'],
  ])('%s: refused', async (_, object) => {
    expect(await inspectPdf(pdf(object))).toBe('active');
  });

  it('sees into compressed object streams, not into pictures', async () => {
    const hidden = deflateSync('<< /S /JavaScript /JS (x) >>');
    expect(await inspectPdf(pdf(stream('/Type /ObjStm /Filter /FlateDecode', hidden)))).toBe('active');
    expect(await inspectPdf(pdf(stream('/Subtype /Image', '\x01/JS \x02/XFA ')))).toBe('plain');
  });

  it('takes an object stream that unpacks without end for broken', async () => {
    const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024));
    expect(await inspectPdf(pdf(stream('/Type /ObjStm /Filter /FlateDecode', bomb)))).toBe('broken');
  });

  it('names encrypted and cut ones', async () => {
    const encrypted = Buffer.from('%PDF-1.7\ntrailer << /Encrypt 9 0 R >>\n%%EOF');
    expect(await inspectPdf(encrypted)).toBe('encrypted');
    expect(await inspectPdf(Buffer.from('%PDF-1.7\n1 0 obj <<'))).toBe('broken');
  });
});
