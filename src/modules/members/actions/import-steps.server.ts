import type { Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { beginApplying, cancelImport, resumeImport, type Officer } from './import.server.ts';

type Step = (ground: Pick<Runtime, 'db'>, id: number, officer: Officer) => Promise<Result<number>>;

/** Buttons on the page of an import that need nothing else said, by the name of their form action. */
export const importSteps: Readonly<Record<string, Step>> = {
  apply: beginApplying,
  cancel: cancelImport,
  resume: resumeImport,
};
