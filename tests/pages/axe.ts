import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Node = { target: string[]; failureSummary: string };
type Violation = { id: string; help: string; nodes: Node[] };
declare const window: { axe: { run(options: object): Promise<{ violations: Violation[] }> } };

const rules = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };

/** Where, and what was measured there: colours and ratios, so that a finding can be understood from a log alone. */
const told = ({ target, failureSummary }: Node): string => `  ${target.join(' ')}\n    ${failureSummary.replaceAll('\n', '\n    ')}`;

/** What axe finds wrong with the page as it stands, one finding a paragraph; empty when nothing. */
export async function violationsOf(page: Page): Promise<string> {
  // Evaluated by the browser's debugger, which the page's Content-Security-Policy does not bind.
  await page.evaluate(axe);
  const { violations } = await page.evaluate((options) => window.axe.run(options), rules);
  const findings = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(told).join('\n')}`,
  );
  return findings.join('\n');
}
