/** The table on the screen and `bench/RESULTS.md`. */
import { writeFileSync } from 'node:fs';
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

/** @param command what was typed; @param at when it began */
export function writeResults(figures: readonly Reported[], scenarios: readonly Scenario[], command: string, at: Date): void {
  const sections = scenarios.map((scenario) => {
    const rows = figures
      .filter((figure) => figure.scenario === scenario.name)
      .map((one) => `| ${one.what} | ${one.value} ${one.unit} | ${barOf(one)} | ${verdict(one)} | ${one.note ?? ''} |`);
    return `## ${scenario.name}\n\n${scenario.what}\n\n| what | value | bar | | how |\n|---|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  const [cpu] = cpus();
  const head = `# Measurements

Written by \`${command}\` on ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC.
Machine: ${cpu?.model ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}, Node ${process.version}.
Ratios are of the same run: both servers stand on this machine, are asked by the same generator on as many connections,
and take turns. The generator runs on the same cores. PostgreSQL has its durable settings (fsync on).
`;
  writeFileSync(new URL('RESULTS.md', import.meta.url), `${head}\n${sections.join('\n')}`);
}
