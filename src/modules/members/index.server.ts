/** What routes, jobs and later modules may ask about members. */
import type { Manifest } from '#platform/manifest.ts';
import { importJobs } from './actions/jobs.server.ts';
import { readBodyRow } from './input/body-row.ts';
import { isFoot, readMemberRow } from './input/member-row.ts';

export { beginApplying, cancelImport, mapImport, resumeImport, startImport } from './actions/import.server.ts';
export { readMapping, readMappingQuery, readUpload } from './input/import.ts';

export const manifest: Manifest = {
  jobs: importJobs({ member: readMemberRow, body: readBodyRow, isFoot }),
};
