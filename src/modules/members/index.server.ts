/** What routes, jobs and later modules may ask about members. */
import type { Manifest } from '#platform/manifest.ts';
import { mappingStep } from './actions/import-steps.server.ts';
import { importJobs } from './actions/jobs.server.ts';
import { personal } from './actions/personal.server.ts';
import { rehoming } from './actions/rehoming.server.ts';
import { loadSampleMembers } from './actions/sample.server.ts';
import { memberStepsWith } from './actions/member-steps.server.ts';
import { shareStepsWith } from './actions/share-steps.server.ts';
import { readBodyRow } from './input/body-row.ts';
import { readMapping } from './input/import.ts';
import { readMemberForm } from './input/member.ts';
import { isFoot, readMemberRow } from './input/member-row.ts';
import { readChoices, readListFile, readLists, readRest, readTypedLists } from './input/share.ts';

export { startImport } from './actions/import.server.ts';
export {
  markedCopyOf,
  readImportPage,
  readImports,
  readUploadPage,
  type ImportItem,
  type ImportList,
  type ImportPage,
  type MappingPage,
  type RowItem,
} from './actions/import-pages.server.ts';
export { importSteps } from './actions/import-steps.server.ts';
export const takeMapping = mappingStep(readMapping);
export const shareSteps = shareStepsWith({ readTypedLists, readLists, readListFile, readChoices, readRest });
export const memberSteps = memberStepsWith(readMemberForm);
export { addMember } from './actions/member.server.ts';
export {
  makeLetters,
  readAccounts,
  type AccountItem,
  type AccountsPage,
  type Letter,
  type Letters,
} from './actions/accounts.server.ts';
export { readAccountQuery, readLettersForm } from './input/accounts.ts';
export {
  readAddPage,
  readMemberList,
  readMemberPage,
  suggestBodies,
  type BodyLink,
  type MemberItem,
  type MemberList,
  type MemberPage,
} from './actions/member-pages.server.ts';
export { memberOfAccount, membersByCode } from './actions/belonging.server.ts';
export { memberCount, memberCounts } from './actions/counts.server.ts';
export { templateOf } from './actions/template.server.ts';
export { askExport, decideExport, takeExport } from './actions/export.server.ts';
export {
  readExportFormPage,
  readExports,
  type ExportFormPage,
  type ExportItem,
  type ExportPage,
} from './actions/export-pages.server.ts';
export { readExportForm } from './input/export.ts';
export { listResponse, xlsxResponse } from '#platform/spreadsheet/response.ts';
export { takeShareFile, type ShareFile } from './actions/share.server.ts';
export { readSharePage, type SharedHeir, type SharedMember, type SharePage } from './actions/share-page.server.ts';
export { readSharePlace, readTypedLists } from './input/share.ts';
export { isExportFormat } from './rules/export.ts';
export { isImportKind } from './rules/fields.ts';
export { readUpload } from './input/import.ts';
export { readImportQuery, readMemberQuery, readRowQuery } from './input/list.ts';
export { readMemberForm, readTyped } from './input/member.ts';
export { bodyOfPerson } from './store/personal.server.ts';

export const manifest: Manifest = {
  sample: (runtime) => loadSampleMembers(runtime, new Date()),
  jobs: importJobs({ member: readMemberRow, body: readBodyRow, isFoot }),
  personal,
  rehoming,
};
