/** What routes, jobs and later modules may ask about members. */
import type { Manifest } from '#platform/manifest.ts';
import { importJobs } from './actions/jobs.server.ts';
import { readBodyRow } from './input/body-row.ts';
import { isFoot, readMemberRow } from './input/member-row.ts';

export { beginApplying, cancelImport, mapImport, resumeImport, startImport } from './actions/import.server.ts';
export {
  markedCopyOf,
  readImportPage,
  readImports,
  type ImportItem,
  type ImportList,
  type ImportPage,
  type MappingPage,
  type RowItem,
} from './actions/import-pages.server.ts';
export { importSteps } from './actions/import-steps.server.ts';
export { addMember, correctMember, exemptMember, leaveMember, moveMember } from './actions/member.server.ts';
export {
  readMemberList,
  readMemberPage,
  suggestBodies,
  type BodyLink,
  type MemberItem,
  type MemberList,
  type MemberPage,
} from './actions/member-pages.server.ts';
export { memberCount, memberCounts } from './actions/counts.server.ts';
export { rootsOf } from './actions/scope.server.ts';
export { templateOf } from './actions/template.server.ts';
export { readMapping, readMappingQuery, readUpload, type UploadTyped } from './input/import.ts';
export { readMemberQuery, readRowQuery } from './input/list.ts';
export { memberForms, readMemberForm, readTyped, type MemberFormName, type Typed } from './input/member.ts';

export const manifest: Manifest = {
  jobs: importJobs({ member: readMemberRow, body: readBodyRow, isFoot }),
};
