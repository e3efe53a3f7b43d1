/**
 * `npm test`: everything that must hold, cheap checks first. Goes on after a failure, so that one run shows all of
 * them, and ends with one plain line `N passed, N failed`. `npm test -- --only vitest,journeys` runs parts.
 */
import { parseArgs } from 'node:util';
import type { Outcome } from './test/outcome.ts';
import { steps, type Step } from './test/steps.ts';

const names = steps.map((step) => step.name);

function chosen(): Step[] {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const wanted = (values.only ?? names).flatMap((value) => value.split(','));
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`No such part: ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
  return steps.filter((step) => step.name === 'sync' || wanted.includes(step.name));
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

type Line = Outcome & { name: string; took: string };

async function runStep(step: Step): Promise<Line> {
  console.log(`\n── ${step.name}: ${step.what} ${'─'.repeat(Math.max(0, 60 - step.name.length - step.what.length))}`);
  const started = performance.now();
  const outcome = await step.run().catch((error: unknown): Outcome => {
    console.error(error);
    return { passed: 0, failed: 1 };
  });
  const took = seconds(started);
  console.log(`── ${step.name}: ${outcome.passed} passed, ${outcome.failed} failed, ${took}`);
  return { name: step.name, ...outcome, took };
}

async function main(): Promise<void> {
  const started = performance.now();
  const lines: Line[] = [];
  for (const step of chosen()) lines.push(await runStep(step));
  const passed = lines.reduce((sum, line) => sum + line.passed, 0);
  const failed = lines.reduce((sum, line) => sum + line.failed, 0);
  console.log('');
  for (const line of lines) {
    const mark = line.failed > 0 ? '✗' : '✓';
    console.log(`${mark} ${line.name.padEnd(10)} ${String(line.passed).padStart(6)} passed ${String(line.failed).padStart(4)} failed  ${line.took}`);
  }
  console.log(`\n${seconds(started)}\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
