/** A sheet of questions to fill in: the headings that are understood without asking, and one question of every kind. */
import { ok, problem, type Result } from '#platform/result.ts';
import { writeTemplate } from '#platform/spreadsheet/template.server.ts';
import { bankRoots } from '../rules/bank.ts';
import { EXAMPLES, OPTIONS_AT_LEAST, widthsFor, writeSheet } from '../rules/formats/sheet-write.ts';
import type { Officer } from './change.server.ts';

const NOTES: Record<string, string> = {
  Dạng: 'Một đáp án đúng; Nhiều đáp án đúng; Đúng, sai; Nối cặp; Sắp xếp thứ tự; Trả lời ngắn; Trả lời bằng số; Tự luận. Để trống: xét theo các ô.',
  'Câu hỏi': 'Bắt buộc. Nhiều dòng trong một ô được giữ nguyên.',
  A: 'Phương án. Nối cặp: “vế trái → vế phải”. Sắp xếp: các bước. Thêm cột E, F … nếu cần.',
  'Đáp án': 'Chữ cái (A hoặc A, C); Đúng hoặc Sai; câu trả lời, mỗi cách một dòng; số, ví dụ 98 ± 0,5; hướng dẫn chấm.',
  'Mức độ': 'Nhận biết, Thông hiểu, Vận dụng.',
  Thẻ: 'Cách nhau bằng dấu phẩy.',
  'Nhận xét phương án': 'Không bắt buộc. Mỗi dòng một phương án: “A: vì sao”.',
};

/** The .xlsx for whoever keeps a bank. Problem `forbidden`. */
export async function questionTemplate({ actor }: Officer): Promise<Result<Uint8Array>> {
  if (bankRoots(actor).length === 0) return problem('forbidden');
  const [headings = [], ...rows] = writeSheet(EXAMPLES);
  const widths = widthsFor(OPTIONS_AT_LEAST);
  const columns = headings.map((heading, at) => {
    const note = NOTES[heading];
    return { heading, width: widths[at] ?? 20, ...(note ? { note } : {}) };
  });
  return ok(await writeTemplate([{ name: 'Câu hỏi', columns, rows }]));
}
