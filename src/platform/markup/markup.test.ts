import { zipSync, strToU8 } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openMarkup } from './open.server.ts';
import { packFiles } from './pack.server.ts';
import { MarkupRefused, newBudget, parseMarkup } from './parse.server.ts';
import { element, textOf, writeMarkup, type Markup } from './tree.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const code = (result: Awaited<ReturnType<typeof openMarkup>>) => (result.ok ? 'ok' : result.problems[0]!.code);
const bare = ({ name, attributes, children }: Markup): unknown =>
  [name, attributes, children.map((child) => (typeof child === 'string' ? child : bare(child)))];

const text = fc.string({ unit: fc.constantFrom(...'aệ<>&"\'\n\t ]{}🇻ក', ']]>') });
const leaf = fc.record({ name: fc.constantFrom('a', 'b-c'), key: text, inner: text.filter((each) => each !== '') })
  .map(({ name, key, inner }) => element(name, { key }, inner));

describe('XML', () => {
  it('is read as it was written', () => {
    fc.assert(fc.property(fc.array(leaf, { minLength: 1, maxLength: 4 }), (leaves) => {
      // White space between elements is ours, and no text of the file.
      const read = parseMarkup(writeMarkup(element('root', {}, ...leaves)), newBudget());
      const elements = { ...read, children: read.children.filter((child) => typeof child !== 'string') };
      expect(bare(elements)).toEqual(bare(element('root', {}, ...leaves)));
    }), { numRuns: 300 });
  });

  it('says on which line it breaks', async () => {
    expect(await openMarkup(bytes('<quiz>\n<question>\n</quiz>'))).toEqual({ ok: false, problems: [{ code: 'xml.broken', values: { line: 3 } }] });
  });

  it.each<[string, string, string]>([
    ['entities that multiply', '<!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><q>&b;</q>', 'xml.doctype'],
    ['a file from elsewhere', '<!DOCTYPE q SYSTEM "file:///etc/passwd"><q/>', 'xml.doctype'],
    ['an entity that is nowhere', '<q>&b;</q>', 'xml.broken'],
    ['a thousand levels', '<q>'.repeat(1_000), 'xml.long'],
    ['nothing', '', 'xml.type'],
    ['a text', 'Câu 1. Gì?', 'xml.type'],
    ['only its beginning', '<quiz><question', 'xml.broken'],
  ])('is refused with %s', async (_, content, expected) => {
    expect(code(await openMarkup(bytes(content)))).toBe(expected);
  });

  it('may have long texts where pictures stand, and nowhere else', async () => {
    const long = `<q><file name="a.png">${'A'.repeat(9_000_000)}</file><t>x</t></q>`;
    const opened = await openMarkup(bytes(long), ['file']);
    expect(opened.ok && textOf(opened.value.files[0]!.root).length).toBe(9_000_001);
    expect(code(await openMarkup(bytes(long)))).toBe('xml.long');
  });
});

describe('a package', () => {
  it('gives its XML files with their paths', async () => {
    const opened = await openMarkup(await packFiles(new Map([['imsmanifest.xml', '<m/>'], ['items/i1.xml', '<i/>'], ['a.css', 'x'], ['a.PNG', 'x']])));
    expect(opened.ok && [...opened.value.pictures]).toEqual([['a.PNG', 'eA==']]);
    expect(opened.ok && opened.value.files.map(({ path, root }) => [path, root.name])).toEqual([['imsmanifest.xml', 'm'], ['items/i1.xml', 'i']]);
  });

  it.each<[string, Uint8Array, string]>([
    ['a bomb', zipSync({ 'imsmanifest.xml': strToU8('<m/>'), 'b.xml': new Uint8Array(20_000_000) }), 'xml.bomb'],
    ['too many files', zipSync(Object.fromEntries(Array.from({ length: 1_001 }, (_, at) => [`${at}.xml`, strToU8('<m/>')]))), 'xml.bomb'],
    ['a path out of it', zipSync({ '../imsmanifest.xml': strToU8('<m/>') }), 'xml.broken'],
    ['no manifest', zipSync({ 'a.xml': strToU8('<m/>') }), 'xml.type'],
    ['a program', zipSync({ 'imsmanifest.xml': strToU8('<m/>'), 'word/vbaProject.bin': strToU8('x') }), 'xml.macros'],
  ])('is refused with %s', async (_, content, expected) => {
    expect(code(await openMarkup(content))).toBe(expected);
  });
});

it('noise is refused and never thrown', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'<>/?!&;"=a -[]\n', '<a>', '</a>', '<![CDATA[') }), (noise) => {
    try {
      parseMarkup(noise, newBudget());
    } catch (error) {
      expect(error).toBeInstanceOf(MarkupRefused);
    }
  }), { numRuns: 1_000 });
});
