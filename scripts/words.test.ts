import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkAll, describeFault, writeWords } from './words.ts';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

const ideas = 'src/modules/ideas/words';
type Json = Record<string, unknown>;

const clean: Record<string, Json | string> = {
  [`${ideas}/vi.json`]: {
    'form.title': 'Tên hiến kế',
    count: '{n, plural, other {# hiến kế}}',
    sent: 'Gửi ngày {day}, {name} tại {place, select, home {nhà} other {nơi khác}}',
    'state.accepted': 'Đã tiếp nhận',
    'problem.tooLong': 'Dài quá {max, number} ký tự',
    'desk.queue': 'Hàng đợi',
  },
  [`${ideas}/en.json`]: {
    'form.title': 'Title',
    count: '{n, plural, one {# idea} other {# ideas}}',
    sent: '{name} sent it on {day} from {place, select, home {home} other {elsewhere}}',
    'state.accepted': 'Received',
    'problem.tooLong': 'Longer than {max, number} characters',
    'desk.queue': 'Queue',
  },
  [`${ideas}/km.json`]: {
    'form.title': 'ចំណងជើង',
    count: '{n, plural, other {# គំនិត}}',
    sent: '{name} {day} {place, select, home {ផ្ទះ} other {កន្លែងផ្សេង}}',
    'state.accepted': 'បានទទួល',
    'problem.tooLong': 'លើស {max, number} តួអក្សរ',
  },
  'src/ui/words/vi.json': { skip: 'Đến nội dung chính' },
  'src/ui/words/en.json': { skip: 'Skip' },
  'src/ui/words/km.json': { skip: 'រំលង' },
  'src/ui/Page.svelte': `<script>const t = words();</script>\n<a title={t('ui.skip')}>{t.dynamic(\`ideas.state.\${state}\`)}</a>`,
  'src/modules/ideas/rules.ts': `// t('ideas.ghost')\nexport const a = fieldProblem('title', 'tooLong', { max: 3 });`,
  'src/modules/ideas/views/Form.svelte': `{t('ideas.form.title')} {t("ideas.count", { n: 1 })} {t('ideas.sent', a)} {t('ideas.desk.queue')}`,
};

function project(changes: Record<string, Json | string | undefined> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'words-'));
  folders.push(root);
  for (const [path, content] of Object.entries({ ...clean, ...changes })) {
    if (content === undefined) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }
  writeWords(root);
  return root;
}

const check = (root: string) => {
  const { faults, unused } = checkAll(root);
  return { faults: faults.map(describeFault), unused };
};
const altered = (language: string, change: Json) => {
  const path = `${ideas}/${language}.json`;
  return { [path]: { ...(clean[path] as Json), ...change } };
};

describe('words', () => {
  it('lets complete words pass, and types every key from its arguments', () => {
    const root = project();
    expect(check(root)).toEqual({ faults: [], unused: [] });
    const text = readFileSync(join(root, 'src/words.generated.ts'), 'utf8');
    expect(text).toContain("    'ideas.form.title': Record<string, never>;");
    expect(text).toContain("    'ideas.count': { n: number };");
    expect(text).toContain("    'ideas.sent': { day: string; name: string; place: string };");
    expect(text).toContain("import ideasKm from './modules/ideas/words/km.json' with { type: 'json' };");
    expect(text).toContain("    ...prefixed('ui', uiVi),");
    expect(text).toContain("declare module '#platform/words/translate.ts' {");
  });

  it('writes the file once, and notices when it is stale', () => {
    const root = project();
    expect(writeWords(root)).toBe(false);
    writeFileSync(join(root, 'src/ui/words/vi.json'), JSON.stringify({ skip: 'Bỏ qua {n, number}' }));
    expect(check(root).faults.join('\n')).toMatch(/src\/words\.generated\.ts:1 {2}is older than the words/);
    rmSync(join(root, 'src/words.generated.ts'));
    expect(check(root).faults.join('\n')).toMatch(/does not exist\n {4}remedy: Run `npm run words`/);
  });

  type Planted = [title: string, changes: Record<string, Json | string | undefined>, says: RegExp];
  it.each<Planted>([
    ['a message that does not compile', altered('vi', { 'form.title': 'Tên {n' }), /vi\.json:2 {2}form\.title does not compile/],
    ['a plural without other', altered('en', { count: '{n, plural, one {# idea}}' }), /en\.json:3 {2}count does not compile/],
    ['an English plural without one', altered('en', { count: '{n, plural, other {# ideas}}' }), /lacks one in this language/],
    ['a key that English lacks', altered('en', { 'form.title': undefined }), /en\.json:\d+ {2}form\.title is missing in English/],
    ['a public key that Khmer lacks', altered('km', { sent: undefined }), /sent is missing in Khmer/],
    ['an officers’ key that English lacks', altered('en', { 'desk.queue': undefined }), /desk\.queue is missing in English/],
    ['a key that Vietnamese lacks', altered('vi', { 'form.title': undefined }), /form\.title is missing in Vietnamese/],
    ['another argument', altered('km', { 'problem.tooLong': '{maximum, number}' }), /takes \(maximum: number\) but Vietnamese takes \(max: number\)/],
    ['another argument type', altered('en', { 'problem.tooLong': '{max} letters' }), /takes \(max: string\) but/],
    ['one argument used as two types', altered('vi', { 'form.title': '{n} {n, number}' }), /uses \{n\} as string and as number/],
    ['a date of the machine’s time zone', altered('vi', { 'state.accepted': '{at, date}' }), /formats \{at\} in the time zone/],
    ['a tag', altered('vi', { 'form.title': 'Tên <b>hiến kế</b>' }), /contains the tag <b>/],
    ['an empty message', altered('en', { 'form.title': ' ' }), /form\.title is empty/],
    ['decomposed letters', altered('vi', { 'form.title': 'Tên hiến kế'.normalize('NFD') }), /is not NFC/],
    ['a nested key', altered('vi', { form: { title: 'x' } }), /form is not a string/],
    ['a key written twice', { 'src/ui/words/vi.json': '{\n "skip": "a",\n "skip": "b"\n}' }, /vi\.json:3 {2}skip is written twice/],
    ['a broken file', { 'src/ui/words/en.json': '{' }, /en\.json:1 {2}is not JSON/],
    ['an absent file', { 'src/ui/words/km.json': undefined }, /km\.json:1 {2}does not exist/],
    ['a key nobody wrote', { 'src/ui/Chip.svelte': `<p>\n{t('ideas.form.titel')}</p>` }, /Chip\.svelte:2 {2}ideas\.form\.titel is asked for/],
    ['a problem without words', { 'src/modules/ideas/input.ts': `problem('empty')` }, /ideas\.problem\.empty is a problem without words/],
  ])('refuses %s', (_title, changes, says) => {
    const { faults } = check(project(changes));
    expect(faults, faults.join('\n')).toHaveLength(1);
    expect(faults[0]).toMatch(says);
    expect(faults[0]).toMatch(/\n {4}remedy: .+/);
  });

  it('warns about words that nobody asks for, without failing', () => {
    expect(check(project({ 'src/modules/ideas/views/Form.svelte': `{t('ideas.form.title')}` }))).toEqual({
      faults: [],
      unused: ['ideas.count', 'ideas.desk.queue', 'ideas.sent'],
    });
  });
});
