import type { Manifest } from '#platform/manifest.ts';
import { personal } from './actions/personal.server.ts';
import { questionStepsWith } from './actions/question-steps.server.ts';
import { rehoming } from './actions/rehoming.server.ts';
import { loadSample } from './actions/sample.server.ts';
import { paperStepsWith } from './actions/paper-steps.server.ts';
import { readChosen, readHeading, readItemLines, readPaperNote, readRow, readRowLines } from './input/paper.ts';
import { readCites, readNote, readQuestionForm } from './input/question.ts';

export { readBank, readItem, readStart, type Bank, type ItemPage } from './actions/bank.server.ts';
export { exportBank, readExport, type ExportFile, type ExportPage } from './actions/export.server.ts';
export {
  dropImport,
  importReport,
  readImport,
  readImports,
  saveImport,
  startImport,
  type ImportPage,
} from './actions/import.server.ts';
export { addMedium, dropMedium, mediaOf, readMediaPage, readMedium, type MediaPage, type MediumContent } from './actions/media.server.ts';
export { readTranslation, translationSteps, type TranslationPage } from './actions/translation.server.ts';
export { readMedia, readMediumChoice, readTypedMedia, type TypedMedia } from './input/media.ts';
export { isItemLanguage, readTranslationForm, type TranslationForm } from './input/translation.ts';
export { createItem } from './actions/item.server.ts';
export { questionTemplate } from './actions/template.server.ts';
export { readChoose, type ChoosePage } from './actions/paper-choose.server.ts';
export { readPaper, readPapers, readSheet, type PaperPage, type Papers, type PrintedPaper } from './actions/paper-pages.server.ts';
export { createPaper } from './actions/paper.server.ts';
export { findCitable, type ClausePick } from './actions/pick.server.ts';
export { approvedPapers, drawSheets, type PaperChoice } from './actions/sheet.server.ts';
export { readNewPaper, readPaperQuery, readTypedPaper, type TypedPaper } from './input/paper.ts';
export { readPickQuery } from './input/pick.ts';
export { readBankQuery, readQuestionForm, readTypedQuestion, type TypedQuestion } from './input/question.ts';
export { readChoice, readTypedUpload, readUpload } from './input/upload.ts';
export { exportFormats, type ExportFormat } from './rules/exports.ts';
export type { Item, Question } from './rules/item.ts';
export type { PaperSheet, SheetCitation, SheetItem, SheetMedia, SheetTranslation } from './rules/paper.ts';
export { random, shuffled } from './rules/random.ts';
export { scoreOf, type Answer } from './rules/score.ts';

/** Every form on the page of a question. */
export const questionSteps = questionStepsWith({ form: readQuestionForm, note: readNote, cites: readCites });

/** Every form on the page of a paper. */
export const paperSteps = paperStepsWith({
  heading: readHeading, items: readItemLines, rows: readRowLines, row: readRow, chosen: readChosen, note: readPaperNote,
});

export const manifest: Manifest = { sample: loadSample, personal, rehoming };
