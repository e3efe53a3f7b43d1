import type { Job } from '#platform/jobs/events.server.ts';
import { applyImport } from './apply.server.ts';
import { checkImport, type RowReaders } from './check.server.ts';
import { markImport } from './marked.server.ts';
import { readImport } from './outline.server.ts';

const clock = () => new Date();

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
];
