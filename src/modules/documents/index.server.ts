import type { Manifest } from '#platform/manifest.ts';
import { documentStepsWith } from './actions/document-steps.server.ts';
import { jobs } from './actions/jobs.server.ts';
import { personal } from './actions/personal.server.ts';
import { rehoming } from './actions/rehoming.server.ts';
import { loadSample } from './actions/sample.server.ts';
import { readDocumentForm, readNote, readVersionForm } from './input/document.ts';

export { outlineOf, staleCitations, type Citation } from './actions/cite.server.ts';
export { readDeskDocument, readDeskLibrary, readStartPage, type DeskDocument, type DeskLibrary } from './actions/desk.server.ts';
export { startDocument } from './actions/draft.server.ts';
export { readChanges, readDocument, readLibrary, type ChangesPage, type DocumentPage, type Library } from './actions/library.server.ts';
export {
  readDocumentForm,
  readLibraryQuery,
  readTypedDocument,
  readVersionForm,
  readVersionQuery,
  type TypedDocument,
} from './input/document.ts';
export { isPublishing } from './rules/document.ts';
export { citationOf, depthOf, type Clause } from './rules/outline.ts';

/** Every form on the page of a document at the desk. */
export const documentSteps = documentStepsWith({ document: readDocumentForm, version: readVersionForm, note: readNote });

export const manifest: Manifest = { jobs, sample: loadSample, personal, rehoming };
