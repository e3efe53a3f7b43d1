/** Files that the bank leaves as. `print` has no key and is for paper. */
export const exportFormats = ['word', 'print', 'excel', 'moodle', 'qti', 'gift', 'aiken'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Questions in one file. */
export const MAX_EXPORT = 5_000;
/** Pictures and recordings in one file, as many as an import takes; together in bytes, so that the file is no larger than one either. */
export const MOST_PICTURES = 200;
export const MOST_PICTURE_BYTES = 6 * 1024 * 1024;
/** A package has at most 1,000 files (zip.ts): questions, what they show, the manifest. */
export const MAX_PACKAGE = 790;

/** What formats carry besides words. */
export const picturedFormats: readonly ExportFormat[] = ['word', 'print', 'moodle', 'qti'];
const soundingFormats: readonly ExportFormat[] = ['moodle', 'qti'];

/** Of the first questions, up to the limits of a file; pictures before recordings, which are larger. @param bytesOf as they leave */
export function takenAlong<T extends { kind: 'picture' | 'audio' }>(format: ExportFormat, media: readonly T[], bytesOf: (each: T) => number): T[] {
  const pictures = picturedFormats.includes(format) ? media.filter(({ kind }) => kind === 'picture') : [];
  const sounds = soundingFormats.includes(format) ? media.filter(({ kind }) => kind === 'audio') : [];
  let room = MOST_PICTURE_BYTES;
  return [...pictures, ...sounds].slice(0, MOST_PICTURES).filter((each) => {
    room -= bytesOf(each);
    return room >= 0;
  });
}

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
