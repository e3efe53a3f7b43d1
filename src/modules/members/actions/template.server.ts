/** Lists to fill in: the headings that are understood without asking, and two examples. */
import type { Actor } from '#modules/people/index.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { writeTemplate, type TemplateSheet } from '#platform/spreadsheet/template.server.ts';
import { SAMPLE } from '../rules/code.ts';
import type { ImportKind } from '../rules/fields.ts';
import { keptRoots } from '../rules/permissions.ts';

type Column = TemplateSheet['columns'][number];
const column = (heading: string, width: number, note?: string): Column => ({ heading, width, ...(note ? { note } : {}) });

const members: TemplateSheet = {
  name: 'Đảng viên',
  columns: [
    column('Mã đảng viên', 16, 'Bắt buộc. Mã trong sổ của tổ chức, không phải số căn cước.'),
    column('Họ và tên', 28, 'Bắt buộc.'),
    column('Mã chi bộ', 16, 'Mã hoặc tên chi bộ. Bỏ cả cột nếu danh sách chỉ của một chi bộ.'),
    column('Sinh hoạt từ ngày', 18, 'ngày/tháng/năm. Để trống: từ ngày chốt danh sách.'),
    column('Sinh hoạt đến ngày', 18, 'Ngày cuối cùng. Để trống: vẫn đang sinh hoạt.'),
    column('Miễn sinh hoạt từ ngày', 20),
    column('Miễn sinh hoạt đến ngày', 20),
    column('Lý do miễn', 26),
    column('Số điện thoại', 16, 'Không bắt buộc.'),
    column('Thư điện tử', 26, 'Không bắt buộc.'),
  ],
  rows: [
    [`${SAMPLE}0001`, 'Nguyễn Thị Ví Dụ', `${SAMPLE}01`, '15/03/2024', '', '', '', '', '0900000001', 'vi.du@vi-du.example'],
    [`${SAMPLE}0002`, 'Điểu Văn Mẫu', `${SAMPLE}01`, '', '', '01/06/2026', '31/12/2026', 'Điều trị bệnh', '', ''],
  ],
};

const bodies: TemplateSheet = {
  name: 'Tổ chức đảng',
  columns: [
    column('Mã tổ chức', 16, 'Bắt buộc, mỗi tổ chức một mã.'),
    column('Tên tổ chức', 36, 'Bắt buộc.'),
    column('Loại tổ chức', 20, 'chi bộ, đảng bộ bộ phận, đảng bộ cơ sở … Để trống: theo tên.'),
    column('Mã cấp trên', 16, 'Mã hoặc tên. Để trống: trực thuộc tổ chức đang nhập.'),
    column('Thành lập ngày', 18, 'Để trống: từ ngày chốt danh sách.'),
    column('Căn cứ', 30, 'Số, ngày quyết định thành lập; không bắt buộc.'),
  ],
  rows: [
    [`${SAMPLE}DB`, 'Đảng bộ bộ phận khu phố Ví Dụ', 'đảng bộ bộ phận', '', '01/07/2025', 'Quyết định 12-QĐ/ĐU'],
    [`${SAMPLE}01`, 'Chi bộ khu phố Ví Dụ 1', 'chi bộ', `${SAMPLE}DB`, '', ''],
  ],
};

/** The .xlsx of a kind, for whoever keeps lists. Problem `forbidden`. */
export async function templateOf(kind: ImportKind, actor: Actor): Promise<Result<Uint8Array>> {
  if (keptRoots(actor).length === 0) return problem('forbidden');
  return ok(await writeTemplate([kind === 'members' ? members : bodies]));
}
