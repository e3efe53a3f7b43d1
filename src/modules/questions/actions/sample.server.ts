import { findBodyBySymbol } from '#modules/organisation/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { Item, Question } from '../rules/item.ts';
import { hasSample, insertItems, setState, versionsOf } from '../store/item.server.ts';

const single = (right: string, ...wrong: string[]): Question => ({
  type: 'single',
  options: [right, ...wrong].map((text) => ({ text, right: text === right, feedback: '' })).sort((a, b) => a.text.localeCompare(b.text, 'vi')),
});
const item = (stem: string, question: Question, explanation: string): Item => ({ stem, question, explanation, tags: ['mẫu', 'học tập nghị quyết'] });

/** Invented questions about the invented regulation of the sample library. */
const items: Item[] = [
  item('Mỗi đợt học tập phải có ít nhất bao nhiêu phần trăm đảng viên của từng tổ chức đảng tham gia?', single('98 %', '90 %', '95 %', '100 %'), 'Điều 2, khoản 1 (bản có hiệu lực từ 01/9/2026).'),
  item('Người vắng có lý do được bố trí học bù trong thời hạn nào?', single('15 ngày', '07 ngày', '30 ngày', '60 ngày'), 'Điều 2, khoản 3.'),
  item('Tỷ lệ tham gia được tính trên số đảng viên phải dự học, không tính người được miễn sinh hoạt trong ngày học.', { type: 'truefalse', answer: true }, 'Điều 2, khoản 2.'),
  item('Bí thư chi bộ có những trách nhiệm nào khi tổ chức học tập?', {
    type: 'multiple',
    options: [
      { text: 'Mời đảng viên trước ít nhất 05 ngày làm việc', right: true, feedback: '' },
      { text: 'Ghi lý do vắng và bố trí học bù', right: true, feedback: '' },
      { text: 'Báo cáo điểm trắc nghiệm của từng đảng viên lên cấp trên', right: false, feedback: 'Kết quả của từng người chỉ người đó xem được.' },
      { text: 'Điểm danh', right: true, feedback: '' },
    ],
  }, 'Điều 4 và Điều 5, khoản 2.'),
  item('Số liệu phải được báo cáo trong bao nhiêu ngày làm việc sau hội nghị?', { type: 'number', answer: 2, tolerance: 0 }, 'Điều 4, khoản 3.'),
  item('Nối mỗi việc với người phụ trách.', {
    type: 'matching',
    pairs: [
      { left: 'Điểm danh tại điểm cầu', right: 'Người phụ trách điểm cầu' },
      { left: 'Mời đảng viên dự học', right: 'Bí thư chi bộ' },
    ],
    extra: ['Đảng viên dự học'],
  }, 'Điều 3, khoản 2 và Điều 4, khoản 1.'),
];

/** Makes the sample bank once. */
export async function loadSample({ db }: Pick<Runtime, 'db'>): Promise<string[]> {
  const now = new Date();
  const bodyId = await findBodyBySymbol(db, 'BTGDVTU', dayOf(now));
  if (bodyId === undefined || (await hasSample(db))) return [];
  await db.transaction().execute(async (tx) => {
    const ids = await insertItems(tx, bodyId, items.map((each) => ({ ...each, difficulty: 2, cites: [] })), { by: null, now, sample: true });
    for (const id of ids) {
      const [version] = await versionsOf(tx, id);
      await setState(tx, version!.id, { state: 'approved', approvedAt: now });
    }
  });
  return [];
}
