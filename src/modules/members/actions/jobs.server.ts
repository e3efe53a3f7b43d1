import type { Job } from '#platform/jobs/events.server.ts';
import { KEEP_FILE_DAYS, KEEP_ROWS_DAYS } from '../rules/import.ts';
import { forgetImports } from '../store/import-row.server.ts';
import { applyImport } from './apply.server.ts';
import { checkImport, type RowReaders } from './check.server.ts';
import { asHouse } from './ground.server.ts';
import { markImport } from './marked.server.ts';
import { readImport } from './outline.server.ts';

const DAY_MS = 86_400_000;
const clock = () => new Date();
const before = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY_MS);

/** The long work of imports; `readers` come from the hatch, which actions do not know. */
export const importJobs = (readers: RowReaders): readonly Job[] => [
  {
    name: 'members.readImport',
    on: ['members.importUploaded'],
    run: (runtime, data) => readImport(runtime, Number(data.id), clock),
  },
  {
    name: 'members.checkImport',
    on: ['members.importMapped'],
    run: (runtime, data) => checkImport(runtime, Number(data.id), { now: clock, readers }),
  },
  {
    name: 'members.markImport',
    on: ['members.importChecked'],
    run: (runtime, data) => markImport(runtime, Number(data.id)),
  },
  {
    name: 'members.applyImport',
    on: ['members.importApplying'],
    run: (runtime, data) => applyImport(runtime, Number(data.id), { now: clock, readers }),
  },
  {
    name: 'members.forgetImports',
    schedule: '50 2 * * *',
    run: async ({ db }) => {
      const now = clock();
      const limits = { filesBefore: before(now, KEEP_FILE_DAYS), rowsBefore: before(now, KEEP_ROWS_DAYS), now };
      await asHouse(db, 'forget', (tx) => forgetImports(tx, limits));
    },
  },
];
