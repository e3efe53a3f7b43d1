/**
 * Every way to ask (routes.ts) × every role × every position: exactly who stands in the table gets through, everybody
 * else is refused and changes nothing, and no answer contains a word that its reader may not read.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changedTables, digest, startWorld, type World } from '../application.ts';
import { ask, inTurns, isRefused, writes } from '../ask.ts';
import { everybody, positions, reaches, type Asker } from '../people.ts';
import { ways, type Way } from '../routes.ts';
import { makers, readers, type Params, type SubjectName } from '../subjects.ts';
import type { Rule } from '../rule.ts';
import { differences, table } from '../table.ts';

const all = await ways();
let world: World;
let askers: Asker[];
const counted = { allowed: 0, refused: 0, words: 0, unchanged: 0 };

beforeAll(async () => {
  world = await startWorld();
  const { runtime, bodies } = world;
  askers = await everybody(runtime, bodies);
  for (const kind of Object.keys(readers) as (keyof typeof readers)[]) {
    if (kind === 'contact') continue;
    for (const at of positions) await makers[kind](runtime, bodies, at, wordOf(kind, at));
  }
}, 120_000);
afterAll(async () => {
  const { allowed, refused, words, unchanged } = counted;
  const checks = allowed + refused + words + unchanged;
  console.log(`matrix: ${all.length} ways, ${checks} checks (${allowed} let through, ${refused} refused, ` +
    `${words} answers searched for words of others, ${unchanged} times nothing had changed)`);
  await world.close();
});

const wordOf = (kind: string, at: string) => `Z${kind}${at}q`;
const WORD = /Z([a-z]+?)(own|parent|top|child|sibling|foreign)q/gi;

/** Kinds of words that somebody who may has read: without them, finding none with others would prove nothing. */
const read = new Set<string>();

/** Words in an answer that this reader may not read. */
function leaks(asker: Asker, text: string): string[] {
  const found = new Set<string>();
  for (const [word, kind, at] of text.matchAll(WORD)) {
    const may = readers[kind as keyof typeof readers];
    const allowed = asker.held.some(({ role, position }) => may?.includes(role) && reaches(position, at as never));
    if (allowed) read.add(kind!);
    else found.add(word);
  }
  return [...found];
}

const isAllowed = (asker: Asker, way: Way, { who, of, itself }: Rule): boolean => {
  if (who === 'everybody') return true;
  if (who === 'signed-in') return asker.personId !== null && !(asker.weak && way.route.startsWith('/desk'));
  const at = of === 'installation' ? 'top' : 'own';
  return asker.held.some(({ role, position }) => who.includes(role) && (!of || (itself ? position === at : reaches(position, at))));
};

/** Public ways and one's own pages are asked by some of them; the others by all. */
const whoAsks = ({ who }: Rule): Asker[] => {
  if (who !== 'everybody' && who !== 'signed-in') return askers;
  return askers.filter(({ name, held }) => held.length === 0 || /^(administrator|officer|secretary|legal) at (own|foreign)$/.test(name));
};

async function check(way: Way, rule: Rule): Promise<string[]> {
  const wrong: string[] = [];
  const { runtime, bodies } = world;
  const writing = writes(way);
  // What is written about may be published by it: its words are nobody's secret.
  const word = (of: string) => (writing ? 'Việc chung' : wordOf(of, 'own'));
  const subject = () => (rule.of ? makers[rule.of](runtime, bodies, 'own', word(rule.of)) : Promise.resolve({}));
  const shared = await subject();
  const look = async (asker: Asker, params: Params, query: string, expected: boolean) => {
    const answer = await ask(world, { asker, way, rule, params, query });
    const refused = isRefused(answer);
    // A filter by a body of others may be refused or show nothing; a form of one's own may name what is not there.
    const lenient = rule.who === 'everybody' || (rule.quiet && !expected)
      || (expected && query !== '' && answer.status === 403)
      || (expected && rule.who === 'signed-in' && [403, 404].includes(answer.status));
    if (answer.status >= 500) wrong.push(`${asker.name}${query}: ${answer.status}`);
    else if (!lenient && (refused === expected || (!expected && !refused))) {
      wrong.push(`${asker.name}${query}: ${answer.status} ${answer.location} instead of ${expected ? 'being let through' : 'a refusal'}`);
    }
    counted[expected ? 'allowed' : 'refused'] += 1;
    counted.words += 1;
    const words = leaks(asker, answer.text);
    if (words.length > 0) wrong.push(`${asker.name}${query} reads ${words.join(', ')}`);
  };
  const asking = whoAsks(rule);
  const strangers = asking.filter((asker) => !isAllowed(asker, way, rule));
  const entitled = asking.filter((asker) => isAllowed(asker, way, rule));
  const queries = ['', ...(rule.ask ?? [])];
  const before = writing && strangers.length > 0 ? await digest(world) : '';
  await inTurns(strangers, async (asker) => {
    for (const query of queries) await look(asker, shared, query, false);
  });
  if (before) {
    counted.unchanged += 1;
    const after = await digest(world);
    if (after !== before) wrong.push(`a refusal changed ${changedTables(before, after).join(', ')}`);
  }
  await inTurns(entitled, async (asker) => {
    // What may end a session or an account is done by somebody of their own.
    const own = writing && asker.renew ? await asker.renew() : asker;
    const params = writing ? await subject() : shared;
    for (const query of queries) await look(own, params, query, true);
  });
  return wrong;
}

test('every way has a rule', () => {
  expect(differences(all.map(({ key }) => key))).toEqual({ missing: [], stale: [] });
});

describe('who may', () => {
  test.each(all.map((way) => [way.key, way] as const))('%s', async (key, way) => {
    const rules = [table[key] ?? []].flat() as Rule[];
    for (const rule of rules) {
      const wrong = await check(way, rule);
      expect([rule.of ?? '', wrong.slice(0, 12), wrong.length]).toEqual([rule.of ?? '', [], 0]);
    }
  }, 60_000);
});


test('the words were there to be found', () => {
  // What is locked away stands only in the answer to the form that opens it.
  const never = Object.keys(readers).filter((kind) => readers[kind as SubjectName]!.length > 0 && kind !== 'locked' && !read.has(kind));
  expect(never).toEqual([]);
});
