/**
 * Enforces the import table of the architecture and the few rules that go with it (`npm run check`): who may
 * import whom, where SQL and raw HTML may stand, and what rules and inputs may not do. Reads text only, so it
 * stays well under a second. `docs/map.md` shows the rooms; `scripts/rooms/table.ts` is the table.
 */
import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exportsAll, foreignSql, impureCode, rawHtml, readSchemas, type Finding, type Schemas } from './rooms/content.ts';
import { isTest, placeOf, targetOf } from './rooms/rooms.ts';
import { readSource, scan, type Source } from './rooms/source.ts';
import { sizeWarnings } from './rooms/size.ts';
import { isPurePackage, refuse, type House } from './rooms/table.ts';

export type Report = { files: number; errors: string[]; warnings: string[] };

const list = (root: string, pattern: string): string[] =>
  globSync(pattern, { cwd: root }).map((path) => path.split(sep).join('/')).sort();
const read = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');

/** The names in `export const modules = [...]`, read without running the file. */
export function readModules(text: string): string[] {
  const { code } = scan(text);
  const names = /\bexport\s+const\s+modules\b[^=]*=\s*\[([^\]]*)\]/.exec(code)?.[1] ?? '';
  return [...names.matchAll(/['"](\w[\w-]*)['"]/g)].map((match) => match[1] ?? '');
}

/** Answers why a file is not pure, following its imports; remembers answers, and treats a cycle as pure so far. */
function impurityOf(sources: Map<string, Source>): House['impurity'] {
  const known = new Map<string, string | undefined>();
  const ask = (path: string): string | undefined => {
    if (known.has(path)) return known.get(path);
    known.set(path, undefined);
    const answer = path.endsWith('.server.ts') ? 'a server file' : firstImpureImport(path);
    known.set(path, answer);
    return answer;
  };
  const firstImpureImport = (path: string): string | undefined => {
    for (const { specifier, typeOnly } of sources.get(path)?.imports ?? []) {
      if (typeOnly) continue;
      const target = targetOf(specifier, path);
      if (target.kind === 'builtin') return `${path} uses ${target.name}`;
      if (target.kind === 'package' && !isPurePackage(target.name)) return `${path} uses ${target.name}`;
      const deeper = target.kind === 'file' ? ask(target.place.path) : undefined;
      if (deeper) return deeper;
    }
    return undefined;
  };
  return ask;
}

/** Everything that is wrong in one file. */
function findings(source: Source, house: House, schemas: Schemas): Finding[] {
  const place = placeOf(source.path);
  const found: Finding[] = rawHtml(source);
  if (isTest(source.path)) return found;
  if (place.room === 'unknown') {
    found.push({
      line: 1,
      what: 'is in no room of its module',
      harm: 'Nobody knows what it may import, so nothing stops it from importing everything.',
      remedy:
        'Move it into rules, input, actions, store, hot or views (a room may be a folder: actions/submit.server.ts), or into src/platform.',
    });
  }
  for (const imported of source.imports) {
    const refusal = refuse(place, imported, house);
    if (refusal) found.push({ line: imported.line, ...refusal });
  }
  found.push(...foreignSql(source, place, schemas));
  if (place.room === 'rules' || place.room === 'input') found.push(...impureCode(source));
  if (place.room === 'door') found.push(...exportsAll(source));
  return found;
}

/** Checks the project under `root`; errors fail, warnings do not. */
export function checkRooms(root: string): Report {
  const paths = list(root, 'src/**/*.{ts,svelte}').filter((path) => !path.endsWith('.d.ts'));
  const sources = new Map(paths.map((path) => [path, readSource(path, read(root, path))]));
  const modules = readModules(sources.get('src/modules.ts')?.text ?? '');
  const migrations = list(root, 'src/**/migrations/*.sql').map((path) => ({ path, text: read(root, path) }));
  const schemas = readSchemas(migrations, modules);
  const house: House = { modules, impurity: impurityOf(sources) };
  const report: Report = { files: paths.length, errors: [], warnings: [] };
  for (const source of sources.values()) {
    for (const { line, what, harm, remedy } of findings(source, house, schemas)) {
      report.errors.push(`${source.path}:${line}  ${what}\n    harm:   ${harm}\n    remedy: ${remedy}`);
    }
    for (const { line, text } of sizeWarnings(source)) report.warnings.push(`${source.path}:${line}  ${text}`);
  }
  return report;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const started = performance.now();
  const { files, errors, warnings } = checkRooms(process.cwd());
  for (const warning of warnings) console.log(`warning  ${warning}`);
  for (const error of errors) console.log(`error    ${error}`);
  const took = Math.round(performance.now() - started);
  console.log(`rooms: ${files} files, ${errors.length} errors, ${warnings.length} warnings, ${took} ms`);
  if (errors.length > 0 || files === 0) process.exitCode = 1;
}
