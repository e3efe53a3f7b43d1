/** The table on the screen and `bench/RESULTS.md`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { held, type Figure, type Scenario } from './figures.ts';

export type Reported = Figure & { scenario: string };

const barOf = ({ bar }: Figure): string => (!bar ? '' : 'atLeast' in bar ? `≥ ${bar.atLeast}` : `≤ ${bar.atMost}`);
const verdict = (figure: Figure): string => (!figure.bar ? '' : held(figure) ? 'ok' : 'miss');

/** Text in columns. */
export function table(figures: readonly Reported[]): string {
  const rows = figures.map((one) => [one.scenario, one.what, `${one.value} ${one.unit}`, barOf(one), verdict(one), one.note ?? '']);
  const all = [['scenario', 'what', 'value', 'bar', '', 'how'], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}

const FILE = new URL('RESULTS.md', import.meta.url);
const HEAD = `# Measurements

Written by \`npm run bench\`; each part says when and on what it was measured.
Ratios are of the same run: both servers stand on this machine, are asked by the same generator on as many connections,
and take turns. The generator runs on the same cores. PostgreSQL has its durable settings (fsync on).
`;

function machine(): string {
  const [cpu] = cpus();
  return `${cpu?.model ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}, Node ${process.version}`;
}

/** The part of a scenario as it stands in the file; undefined when it was never measured. */
function standing(name: string): string | undefined {
  const text = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
  return text.split(/^(?=## )/m).find((part) => part.startsWith(`## ${name}\n`))?.trimEnd();
}

/** Parts of scenarios that were not measured now stay as they are. @param command what was typed; @param at when it began */
export function writeResults(figures: readonly Reported[], scenarios: readonly Scenario[], command: string, at: Date): void {
  const when = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC, \`${command}\`: ${machine()}.`;
  const parts = scenarios.flatMap(({ name, what }) => {
    const own = figures.filter((figure) => figure.scenario === name);
    if (own.length === 0) return standing(name) ?? [];
    const rows = own.map((one) => `| ${one.what} | ${one.value} ${one.unit} | ${barOf(one)} | ${verdict(one)} | ${one.note ?? ''} |`);
    return `## ${name}\n\n${what}\n\n${when}\n\n| what | value | bar | | how |\n|---|---|---|---|---|\n${rows.join('\n')}`;
  });
  writeFileSync(FILE, `${HEAD}\n${parts.join('\n\n')}\n`);
}
