import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startChild, endOf } from './child.server.ts';
import { inspectSheet, readOutline, readRows } from './read.server.ts';
import { ZIP_LIMITS } from './zip.ts';

type Part = { name: string; content: Buffer | string; claims?: number; flags?: number; offset?: number };

/** A zip made by hand, so that it may lie. */
function zip(parts: readonly Part[]): Uint8Array {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, content, claims, flags = 0, offset } of parts) {
    const raw = Buffer.from(content);
    const packed = deflateRawSync(raw);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(8, 8);
    head.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(crc32(raw), 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(claims ?? raw.length, 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(offset ?? at, 42);
    locals.push(head, Buffer.from(name), packed);
    central.push(entry, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...locals, directory, end]));
}

const TYPES: Part = { name: '[Content_Types].xml', content: '<Types/>' };
const RELS: Part = {
  name: 'xl/_rels/workbook.xml.rels',
  content: '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
};
const BOOK: Part = { name: 'xl/workbook.xml', content: '<workbook><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>' };
const sheetOf = (content: string): Part => ({ name: 'xl/worksheets/sheet1.xml', content });
const book = (...more: Part[]) => zip([TYPES, BOOK, RELS, ...more]);
const row = (text: string) => `<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>${text}</v></c></row></sheetData></worksheet>`;

const refusal = (bytes: Uint8Array) => {
  const told = inspectSheet(bytes);
  return told.ok ? told.value : told.problems[0]?.code;
};
const opened = async (bytes: Uint8Array) => {
  const read = await readOutline(bytes);
  return read.ok ? 'read' : read.problems[0]?.code;
};

describe('before anything is opened', () => {
  it('an ordinary workbook passes', async () => {
    const bytes = book(sheetOf(row('An')));
    expect(refusal(bytes)).toBe('xlsx');
    expect(await opened(bytes)).toBe('read');
  });

  it.each<[string, string, Uint8Array]>([
    ['nothing', 'sheet.empty', new Uint8Array()],
    ['an old .xls or an encrypted workbook', 'sheet.old', Buffer.from('d0cf11e0a1b11ae1'.padEnd(2_000, '0'), 'hex')],
    ['a picture', 'sheet.type', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a paper', 'sheet.type', Buffer.from('%PDF-1.7\n1 0 obj')],
    ['a page', 'sheet.type', Buffer.from('<!DOCTYPE html><table><tr><td>An</td></tr></table>')],
    ['another archive', 'sheet.type', zip([{ name: 'a.txt', content: 'An' }])],
    ['a program in it', 'sheet.macros', book(sheetOf(row('An')), { name: 'xl/vbaProject.bin', content: 'x' })],
    ['a program under another folder', 'sheet.macros', book({ name: 'XL/Hidden/VbaProject.BIN', content: 'x' })],
    ['an old macro sheet', 'sheet.macros', book({ name: 'xl/macrosheets/sheet1.xml', content: 'x' })],
    ['.xlsb', 'sheet.binary', zip([TYPES, { name: 'xl/workbook.bin', content: 'x' }])],
    ['.ods', 'sheet.openDocument', zip([{ name: 'mimetype', content: 'x' }, { name: 'content.xml', content: 'x' }])],
    ['a password on an entry', 'sheet.old', book({ ...sheetOf(row('An')), flags: 1 })],
    ['a name that climbs out', 'sheet.broken', book({ name: '../../etc/cron.d/x', content: 'x' })],
    ['an absolute name', 'sheet.broken', book({ name: '/etc/passwd', content: 'x' })],
    ['one name twice', 'sheet.broken', book(sheetOf(row('An')), sheetOf(row('Bé')))],
    ['a cut file', 'sheet.broken', book(sheetOf(row('An'))).subarray(0, 300)],
    ['too many entries', 'sheet.bomb', book(...Array.from({ length: ZIP_LIMITS.entries }, (_, at) => ({ name: `xl/${at}`, content: 'x' })))],
    ['a ratio beyond 100', 'sheet.bomb', book(sheetOf(row(' '.repeat(4_000_000))))],
    ['more than 100 MB, honestly told', 'sheet.bomb', book({ ...sheetOf(row('An')), claims: ZIP_LIMITS.unpacked + 1 })],
    ['more than 4 GB', 'sheet.bomb', book({ ...sheetOf(row('An')), claims: 0xffffffff })],
  ])('%s: %s', (_what, code, bytes) => {
    expect(refusal(bytes)).toBe(code);
  });

  it('the same bytes given out as many entries are a bomb', () => {
    const one = { name: 'xl/worksheets/sheet1.xml', content: row('x'.repeat(50_000)), offset: 0 };
    expect(refusal(zip([one, ...Array.from({ length: 20 }, (_, at) => ({ ...one, name: `xl/${at}`, offset: 0 }))]))).toBe('sheet.bomb');
  });

  it('any other bytes are refused or read as text, and never throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(['csv', 'xlsx', 'sheet.empty', 'sheet.type', 'sheet.broken', 'sheet.old', 'sheet.bomb']).toContain(refusal(bytes));
    }));
  });

  it('a workbook with any bytes changed is refused or read, and never throws', () => {
    const good = book(sheetOf(row('An')));
    const change = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(fc.property(change, (changes) => {
      const bytes = new Uint8Array(good);
      for (const [at, value] of changes) bytes[at] = value;
      expect(typeof refusal(bytes)).toBe('string');
    }));
  });
});

describe('in the process', () => {
  it('an entry that is larger than it says is a bomb', async () => {
    const lying = book({ ...sheetOf(row('An '.repeat(700_000))), claims: 50_000 });
    expect(refusal(lying)).toBe('xlsx');
    expect(await opened(lying)).toBe('sheet.bomb');
  });

  it('entities are not expanded: a document type is refused', async () => {
    const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>${row('&b;')}`;
    expect(await opened(book(sheetOf(laughs)))).toBe('sheet.broken');
  });

  it('a tower of tags is refused', async () => {
    expect(await opened(book(sheetOf(`${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}`)))).toBe('sheet.broken');
  });

  it('XML that ends early is refused', async () => {
    expect(await opened(book(sheetOf('<worksheet><sheetData><row>')))).toBe('sheet.broken');
  });

  it('a workbook without sheets, and one without anything in them, are refused', async () => {
    expect(await opened(zip([TYPES, { ...BOOK, content: '<workbook/>' }, RELS]))).toBe('sheet.broken');
    expect(await opened(book(sheetOf('<worksheet><sheetData/></worksheet>')))).toBe('sheet.empty');
  });

  it('more rows than a list has are refused', async () => {
    const rows = Array.from({ length: 100_001 }, (_, at) => `<row><c t="str"><v>n ${at * 7_919}</v></c></row>`).join('');
    expect(await opened(book(sheetOf(`<worksheet><sheetData>${rows}</sheetData></worksheet>`)))).toBe('sheet.rows');
  });

  it('merges without end are refused', async () => {
    const merges = Array.from({ length: 50_001 }, (_, at) => `<mergeCell ref="A${at + 2}:A${at + 9}"/>`).join('');
    const crowded = row('An').replace('</worksheet>', `<mergeCells>${merges}</mergeCells></worksheet>`);
    expect(await opened(book(sheetOf(crowded)))).toBe('sheet.bomb');
  });

  it('a cell longer than any is refused', async () => {
    expect(await opened(book(sheetOf(row('An '.repeat(20_000)))))).toBe('sheet.broken');
  });

  /** Every text is another one, so that none can be kept once for many. */
  const greedy = () => {
    const texts = Array.from({ length: 900_000 }, (_, at) => `<si><t>${at * 7_919} người có tên dài ${at}</t></si>`).join('');
    const shared: Part = { name: 'xl/sharedStrings.xml', content: `<sst>${texts}</sst>` };
    const rels = { ...RELS, content: String(RELS.content).replace('</R', '<Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/></R') };
    return zip([TYPES, BOOK, rels, shared, sheetOf(row('An'))]);
  };

  it('what wants more memory than it has ends the reader, not the process', { timeout: 60_000 }, async () => {
    const bytes = greedy();
    const before = process.memoryUsage().rss;
    const told: string[] = [];
    for (let times = 0; times < 3; times += 1) told.push(String(await opened(bytes)));
    expect(told).toEqual(['sheet.heavy', 'sheet.heavy', 'sheet.heavy']);
    expect(await opened(book(sheetOf(row('An'))))).toBe('read');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('what is no longer wanted ends at once, and makes room for the next', async () => {
    const stop = new AbortController();
    const rows = Array.from({ length: 60_000 }, (_, at) => `<row><c t="str"><v>n ${at * 7_919}</v></c></row>`).join('');
    const bytes = book(sheetOf(`<worksheet><sheetData>${rows}</sheetData></worksheet>`));
    let batches = 0;
    const read = readRows(bytes, { sheet: 0, columns: [0], signal: stop.signal }, async () => {
      batches += 1;
      stop.abort(new Error('called off'));
    });
    await expect(read).rejects.toThrow('called off');
    expect(batches).toBeLessThan(20);
    await expect(readOutline(bytes, { signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow('too late');
    expect(await opened(book(sheetOf(row('An'))))).toBe('read');
  });

  it('a reader that is killed from outside is a broken file, not a crash', async () => {
    const child = startChild('spreadsheet/read.child.ts', { heapMegabytes: 64, argument: { what: 'outline' } });
    child.kill('SIGKILL');
    expect(await endOf(child)).toEqual({ code: null, signal: 'SIGKILL' });
  });
});
