/**
 * `npm run bench` measures everything, prints one table and writes `bench/RESULTS.md`; `npm run bench -- NAME …` only
 * the scenarios that are named, and writes them too with `--keep`. Ends with 1 when a bar is missed.
 */
import { build, isStale } from '../scripts/build.ts';
import { held, type Scenario } from './figures.ts';
import { ideaPage } from './idea-page.ts';
import { importing } from './import.ts';
import { memberPage } from './member-page.ts';
import { permissions } from './permissions.ts';
import { subtreeCount } from './subtree-count.ts';
import { ideasApi } from './ideas-api.ts';
import { ideasList } from './ideas-list.ts';
import { pageWeight } from './page-weight.ts';
import { quizEvents } from './quiz-events.ts';
import { quizWave } from './quiz-wave.ts';
import { rates } from './rates.ts';
import { table, writeResults, type Reported } from './report.ts';
import { searching } from './search.ts';
import { serverTime } from './server-time.ts';
import { start } from './start.ts';

// `start` first: it builds.
const scenarios: readonly Scenario[] = [start, ideasList, ideaPage, serverTime, ideasApi, searching, pageWeight, importing, subtreeCount, memberPage, permissions, rates, quizEvents, quizWave];

function chosen(names: readonly string[]): readonly Scenario[] {
  const unknown = names.filter((name) => !scenarios.some((one) => one.name === name));
  if (unknown.length > 0) {
    const known = scenarios.map((one) => one.name).join(', ');
    process.stderr.write(`No scenario is called ${unknown.join(', ')}. There are: ${known}\n`);
    process.exit(64);
  }
  return names.length === 0 ? scenarios : scenarios.filter((one) => names.includes(one.name));
}

const keep = process.argv.includes('--keep');
const names = process.argv.slice(2).filter((one) => one !== '--keep');
const at = new Date();
const wanted = chosen(names);
if (!wanted.includes(start) && isStale()) await build();
const figures: Reported[] = [];
for (const scenario of wanted) {
  const from = performance.now();
  process.stderr.write(`${scenario.name}: ${scenario.what} …`);
  for (const figure of await scenario.run()) figures.push({ ...figure, scenario: scenario.name });
  process.stderr.write(` ${Math.round((performance.now() - from) / 1_000)} s\n`);
}
console.log(table(figures));
const typed = ['npm run bench', ...(names.length > 0 ? ['--', '--keep', ...names] : [])].join(' ');
if (keep || names.length === 0) writeResults(figures, scenarios, typed, at);
process.exit(figures.every(held) ? 0 : 1);
