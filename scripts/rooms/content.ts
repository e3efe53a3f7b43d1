/** What a file may contain, apart from its imports: SQL only in its store, raw HTML in one component, rules without a clock. */
import { lineAt, type Source } from './source.ts';
import type { Place } from './rooms.ts';

export type Finding = { line: number; what: string; harm: string; remedy: string };

/** Who owns a database schema (`src/modules/ideas`, `src/platform/ledger`), and which of its relations are published views. */
export type Schemas = { owner: Map<string, string>; views: Set<string> };

/** Read from every migration: `create schema x`, `create [materialized] view x.y`. */
export function readSchemas(migrations: { path: string; text: string }[], modules: string[]): Schemas {
  // `platform` itself is shared by all of its pieces, whichever migration came first.
  const owner = new Map([...modules.map((name) => [name, `src/modules/${name}`] as const), ['platform', 'src/platform']]);
  const views = new Set<string>();
  for (const { path, text } of migrations) {
    const folder = path.slice(0, path.indexOf('/migrations/'));
    for (const match of text.matchAll(/\bcreate\s+schema\s+(?:if\s+not\s+exists\s+)?"?(\w+)/gi)) {
      const name = (match[1] ?? '').toLowerCase();
      if (!owner.has(name)) owner.set(name, folder);
    }
    const view = /\bcreate\s+(?:or\s+replace\s+)?(?:materialized\s+)?view\s+(?:if\s+not\s+exists\s+)?([\w.]+)/gi;
    for (const match of text.matchAll(view)) views.add((match[1] ?? '').toLowerCase());
  }
  return { owner, views };
}

const keyedWrite = /\.\s*(insertInto|updateTable|deleteFrom|mergeInto|replaceInto|truncate)\s*\(\s*['"`](\w+)\.(\w+)/g;
const keyedRead =
  /\.\s*(selectFrom|from|using|innerJoin|leftJoin|rightJoin|fullJoin|crossJoin|innerJoinLateral|leftJoinLateral)\s*(?:<[^()]*>)?\(\s*\[?\s*['"`](\w+)\.(\w+)/g;
const rawWrite =
  /\b(insert\s+into|update(?:\s+only)?|delete\s+from|truncate(?:\s+table)?|merge\s+into|(?:alter|drop)\s+(?:table|view))\s+"?(\w+)"?\."?(\w+)/gi;
const rawRead = /\b(from|join)\s+"?(\w+)"?\."?(\w+)/gi;

type Access = { at: number; verb: string; schema: string; table: string; writes: boolean };

/** Raw SQL is looked for only inside templates; `from x.y` is not an SQL clause anywhere else. */
function templates({ code, bare }: Source): { text: string; at: number }[] {
  return [...code.matchAll(/\bsql(?:\.raw)?\s*(?:<[^`;]*?>)?\s*\(?\s*(`)/g)].map((match) => {
    const start = match.index + match[0].length;
    const end = bare.indexOf('`', start);
    return { text: code.slice(start, end === -1 ? undefined : end), at: start };
  });
}

function accesses(source: Source): Access[] {
  const found: Access[] = [];
  const collect = (text: string, form: RegExp, writes: boolean, offset: number): void => {
    for (const match of text.matchAll(form)) {
      const [, verb = '', schema = '', table = ''] = match;
      found.push({ at: offset + match.index, verb, schema: schema.toLowerCase(), table: table.toLowerCase(), writes });
    }
  };
  collect(source.code, keyedWrite, true, 0);
  collect(source.code, keyedRead, false, 0);
  for (const { text, at } of templates(source)) {
    collect(text, rawWrite, true, at);
    collect(text.replace(/\bdelete\s+from\b/gi, (clause) => ' '.repeat(clause.length)), rawRead, false, at);
  }
  return found;
}

/** True where SQL of the schema that `owner` owns is at home: the module's store, or the platform piece's folder. */
function athome(place: Place, owner: string): boolean {
  if (place.module === undefined) return place.path.startsWith(`${owner}/`) || place.path === `${owner}.ts`;
  return owner === `src/modules/${place.module}` && place.room === 'store';
}

/** A published view may be read by another store, and by the platform never: it knows no module. */
const mayRead = (place: Place, access: Access, schemas: Schemas): boolean =>
  !access.writes && place.room === 'store' && schemas.views.has(`${access.schema}.${access.table}`);

export function foreignSql(source: Source, place: Place, schemas: Schemas): Finding[] {
  return accesses(source).flatMap((access) => {
    const owner = schemas.owner.get(access.schema);
    if (owner === undefined || athome(place, owner) || mayRead(place, access, schemas)) return [];
    const home = owner.startsWith('src/modules/') ? `${owner}/store.server.ts` : owner;
    const name = `${access.schema}.${access.table}`;
    return {
      line: lineAt(source.text, access.at),
      what: `${access.writes ? 'writes' : 'reads'} ${name} (${access.verb.replace(/\s+/g, ' ')}) outside ${home}`,
      harm: `Whoever changes the table ${name} would not find this statement.`,
      remedy: access.writes
        ? `Add a small function to ${home} and call it through the owner's door.`
        : `Call the owner's door, or read a view that its migrations publish (create view ${access.schema}.…).`,
    };
  });
}

export function rawHtml(source: Source): Finding[] {
  if (source.path === 'src/ui/RawSvg.svelte') return [];
  return [...source.markup.matchAll(/\{@html\b/g)].map((match) => ({
    line: lineAt(source.text, match.index),
    what: 'uses {@html}',
    harm: 'Whatever a stranger typed could run as a script in the reader’s browser.',
    remedy: 'Render text as text; for a picture drawn on the server use src/ui/RawSvg.svelte, the one reviewed place.',
  }));
}

const impureWords: [RegExp, string][] = [
  [/\bawait\b|\basync\b/g, 'waits (async, await)'],
  [/\bDate\.now\s*\(|\bnew\s+Date\s*\(\s*\)|\bperformance\.now\s*\(/g, 'reads the clock'],
  [/\bMath\.random\s*\(|\bcrypto\.(?:randomUUID|getRandomValues)\s*\(/g, 'rolls dice'],
  [/(?<![.\w])(?:fetch\s*\(|process\.|console\.|import\.meta\.env)/g, 'touches the outside world'],
];

/** Rules and inputs give the same answer for the same question, always. */
export function impureCode(source: Source): Finding[] {
  return impureWords.flatMap(([form, doing]) =>
    [...source.bare.matchAll(form)].map((match) => ({
      line: lineAt(source.text, match.index),
      what: `a pure room ${doing}: ${match[0].trim()}`,
      harm: 'It could not be tested for every moment and every input, and a deadline could change by itself.',
      remedy: 'Take it as a parameter (`now: Instant`, an id, the bytes) and let the action provide it.',
    })),
  );
}

export function exportsAll(source: Source): Finding[] {
  return [...source.bare.matchAll(/\bexport\s*\*/g)].map((match) => ({
    line: lineAt(source.text, match.index),
    what: 'a door uses export *',
    harm: 'Nobody can see what the module offers, and everything inside becomes something others rely on.',
    remedy: 'Name each export: export { sendIdea } from "./actions.server.ts".',
  }));
}
