/** Files that the bank leaves as. `print` has no key and is for paper. */
export const exportFormats = ['word', 'print', 'excel', 'moodle', 'qti', 'gift', 'aiken'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Questions in one file. */
export const MAX_EXPORT = 5_000;
/** A package has at most 1,000 files (zip.ts), and who imports it elsewhere has limits of their own. */
export const MAX_PACKAGE = 990;

/** Pictures in one file, as many as an import takes. */
export const MOST_PICTURES = 200;

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const TEXT = 'text/plain; charset=utf-8';

export const exportFiles: Record<ExportFormat, { name: string; type: string }> = {
  word: { name: 'cau-hoi-co-dap-an.docx', type: DOCX },
  print: { name: 'cau-hoi-de-in.docx', type: DOCX },
  excel: { name: 'cau-hoi.xlsx', type: XLSX },
  moodle: { name: 'cau-hoi.moodle.xml', type: 'application/xml; charset=utf-8' },
  qti: { name: 'cau-hoi.qti.zip', type: 'application/zip' },
  gift: { name: 'cau-hoi.gift.txt', type: TEXT },
  aiken: { name: 'cau-hoi.aiken.txt', type: TEXT },
};
