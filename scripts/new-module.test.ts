import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkRooms, readModules } from './check-rooms.ts';
import { createModule, stampOf } from './new-module.ts';
import { checkAll } from './words.ts';

const now = new Date('2026-12-01T18:30:00Z');
const name = 'gatherings';

let root: string;
let before: string;
let files: string[];
const list = (): string => readFileSync(join(root, 'src/modules.ts'), 'utf8');
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'new-module-'));
  cpSync('src', join(root, 'src'), { recursive: true });
  before = list();
  files = createModule(root, name, now).map((path) => path.replace(`src/modules/${name}/`, ''));
});
afterAll(() => rmSync(root, { recursive: true }));

const about = (messages: string[]): string[] => messages.filter((message) => message.includes(name));

describe('a new module', () => {
  it('has every room, keeps every rule and is listed last', () => {
    expect(files).toEqual([
      'actions.server.ts', 'actions.test.ts', 'index.server.ts', 'input.test.ts', 'input.ts',
      'migrations/20261202T0130-create.sql', 'rules.test.ts', 'rules.ts', 'store.server.ts',
      'views/EntryList.svelte', 'words/en.json', 'words/km.json', 'words/vi.json',
    ]);
    expect(readModules(list())).toEqual([...readModules(before), name]);
    const { errors, warnings } = checkRooms(root);
    expect(about([...errors, ...warnings])).toEqual([]);
  });

  it('has complete words, all of them used', () => {
    const { faults, unused } = checkAll(root);
    expect(about([...faults.map((fault) => `${fault.file} ${fault.key} ${fault.what}`), ...unused])).toEqual([]);
    expect(readFileSync(join(root, 'src/words.generated.ts'), 'utf8')).toContain(`'${name}.problem.title.tooLong': { max: number };`);
  });

  it.each([
    ['Gatherings', /one English noun in small letters/],
    ['../escape', /one English noun/],
    ['people', /There is a module people already/],
    [name, /There is a module gatherings already/],
    ['ledger', /schema ledger belongs to src\/platform\/ledger/],
  ])('is refused the name %s, and nothing is written', (wrong, says) => {
    const listed = list();
    expect(() => createModule(root, wrong, now)).toThrow(says);
    expect(list()).toBe(listed);
    expect(existsSync(join(root, 'src/modules/ledger'))).toBe(false);
  });

  it('is stamped with the time in Viet Nam', () => {
    expect(stampOf(now)).toBe('20261202T0130');
  });
});
