/**
 * `npm run new-module NAME` makes a module with every room, words in three languages, a migration and tests that
 * pass, and adds it to `src/modules.ts`. What it writes is an example to change, in `scripts/new-module/`.
 */
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readSchemas } from './rooms/content.ts';
import { readModules } from './check-rooms.ts';
import { writeWords } from './words.ts';

const templates = fileURLToPath(new URL('./new-module', import.meta.url));

/** Migrations of all modules run in the order of this stamp: year, month, day and time in Viet Nam. */
export const stampOf = (now: Date): string =>
  new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 16).replace(/[-:]/g, '');

/** Why no module may have this name; undefined when one may. */
function refusal(root: string, name: string, modules: string[]): string | undefined {
  if (!/^[a-z]{3,30}$/.test(name)) {
    return `"${name}" cannot be a module: use one English noun in small letters, as in the address and the schema.`;
  }
  if (modules.includes(name) || existsSync(join(root, 'src/modules', name))) return `There is a module ${name} already.`;
  const paths = globSync('src/platform/**/migrations/*.sql', { cwd: root });
  const migrations = paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  const owner = readSchemas(migrations, modules).owner.get(name);
  return owner === undefined ? undefined : `The schema ${name} belongs to ${owner}; choose another name.`;
}

function addToList(root: string, name: string): void {
  const path = join(root, 'src/modules.ts');
  const text = readFileSync(path, 'utf8');
  const extended = text.replace(/(\bexport\s+const\s+modules\b[^=]*=\s*\[[^\]]*?)(,?\s*)\]/, `$1, '${name}']`);
  if (extended === text) throw new Error('src/modules.ts has no `export const modules = [...]` to add the module to.');
  writeFileSync(path, extended);
}

/** Makes the module under `root`; returns the files it wrote. Throws with one line when the name will not do. */
export function createModule(root: string, name: string, now: Date): string[] {
  const refused = refusal(root, name, readModules(readFileSync(join(root, 'src/modules.ts'), 'utf8')));
  if (refused) throw new Error(refused);
  const written = globSync('**/*.template', { cwd: templates }).sort().map((template) => {
    const file = template.replace(/\.template$/, '').replace(/create\.sql$/, `${stampOf(now)}-create.sql`);
    const path = `src/modules/${name}/${file}`;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), readFileSync(join(templates, template), 'utf8').replaceAll('NAME', name));
    return path;
  });
  addToList(root, name);
  writeWords(root);
  return written;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const name = process.argv[2];
  try {
    if (!name) throw new Error('Say its name: npm run new-module dialogues');
    for (const path of createModule(process.cwd(), name, new Date())) console.log(path);
    console.log(`\nNext:
  npm run types:db                        columns become types
  npx vitest run src/modules/${name}      its tests pass
  src/routes/${name}/+page.server.ts      a page: call the door, show views/EntryList.svelte
  src/paths.ts                            its Vietnamese address`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
