import { outlineOf } from '#modules/documents/index.server.ts';
import { findBodyBySymbol } from '#modules/organisation/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { Difficulty } from '../rules/bank.ts';
import type { Item, Question } from '../rules/item.ts';
import type { ItemLanguage } from '../rules/paper.ts';
import { partsOf } from '../rules/translation.ts';
import { hasSample, insertItems, setState, versionsOf, type VersionRow } from '../store/item.server.ts';
import { insertPaper, setPaperState, writePlaced, writeRows } from '../store/paper.server.ts';
import { setTranslationState, writeTranslation } from '../store/translation.server.ts';
import { findCitable } from './pick.server.ts';

const single = (right: string, ...wrong: string[]): Question => ({
  type: 'single',
  options: [right, ...wrong].map((text) => ({ text, right: text === right, feedback: '' })).sort((a, b) => a.text.localeCompare(b.text, 'vi')),
});
type Sample = Item & { difficulty: Difficulty; anchors: string[]; /** Of the document; the newest when it is not said. */ version?: number };
const item = (stem: string, question: Question, explanation: string, difficulty: Difficulty, ...anchors: string[]): Sample =>
  ({ stem, question, explanation, tags: ['mẫu', 'học tập nghị quyết'], difficulty, anchors });

/** Invented questions about the invented regulation of the sample library. */
const items: Sample[] = [
  item('Mỗi đợt học tập phải có ít nhất bao nhiêu phần trăm đảng viên của từng tổ chức đảng tham gia?', single('98 %', '90 %', '95 %', '100 %'), 'Điều 2, khoản 1 (bản có hiệu lực từ 01/9/2026).', 1, 'dieu-2.khoan-1'),
  item('Người vắng có lý do được bố trí học bù trong thời hạn nào?', single('15 ngày', '07 ngày', '30 ngày', '60 ngày'), 'Điều 2, khoản 3.', 1, 'dieu-2.khoan-3'),
  item('Tỷ lệ tham gia được tính trên số đảng viên phải dự học, không tính người được miễn sinh hoạt trong ngày học.', { type: 'truefalse', answer: true }, 'Điều 2, khoản 2.', 2, 'dieu-2.khoan-2'),
  item('Bí thư chi bộ có những trách nhiệm nào khi tổ chức học tập?', {
    type: 'multiple',
    options: [
      { text: 'Mời đảng viên trước ít nhất 05 ngày làm việc', right: true, feedback: '' },
      { text: 'Ghi lý do vắng và bố trí học bù', right: true, feedback: '' },
      { text: 'Báo cáo điểm trắc nghiệm của từng đảng viên lên cấp trên', right: false, feedback: 'Kết quả của từng người chỉ người đó xem được.' },
      { text: 'Điểm danh', right: true, feedback: '' },
    ],
  }, 'Điều 4 và Điều 5, khoản 2.', 3, 'dieu-4', 'dieu-5.khoan-2'),
  item('Số liệu phải được báo cáo trong bao nhiêu ngày làm việc sau hội nghị?', { type: 'number', answer: 2, tolerance: 0 }, 'Điều 4, khoản 3.', 2, 'dieu-4.khoan-3'),
  item('Nối mỗi việc với người phụ trách.', {
    type: 'matching',
    pairs: [
      { left: 'Điểm danh tại điểm cầu', right: 'Người phụ trách điểm cầu' },
      { left: 'Mời đảng viên dự học', right: 'Bí thư chi bộ' },
    ],
    extra: ['Đảng viên dự học'],
  }, 'Điều 3, khoản 2 và Điều 4, khoản 1.', 2, 'dieu-3.khoan-2', 'dieu-4.khoan-1'),
  {
    ...item('Người vắng có lý do được học bù trong vòng 30 ngày.', { type: 'truefalse', answer: true }, 'Điều 2, khoản 3 của bản đầu, trước khi sửa đổi.', 1, 'dieu-2.khoan-3'),
    version: 1,
  },
];

/** The last one rests on an amended clause: for the bank to say so. */
const ON_PAPER = items.length - 1;
const CITED = '12-QĐ/TU';

/** Makes the sample bank and its two papers once. */
export async function loadSample({ db }: Pick<Runtime, 'db'>): Promise<string[]> {
  const now = new Date();
  const bodyId = await findBodyBySymbol(db, 'BTGDVTU', dayOf(now));
  if (bodyId === undefined || (await hasSample(db))) return [];
  const [cited] = await findCitable(db, CITED);
  const outline = cited && (await outlineOf(db, cited.id, null));
  const cites = ({ anchors, version }: Sample) => anchors.flatMap((anchor) =>
    (outline?.clauses.some((clause) => clause.anchor === anchor) ? [{ documentId: cited!.id, version: version ?? outline.version, anchor }] : []));
  const writes = items.map((each) => ({ ...each, cites: cites(each) }));
  await db.transaction().execute(async (tx) => {
    const ids = await insertItems(tx, bodyId, writes, { by: null, now, sample: true });
    const versions = await Promise.all(ids.map((id) => versionsOf(tx, id)));
    for (const [version] of versions) await setState(tx, version!.id, { state: 'approved', approvedAt: now });
    await sampleTranslations(tx, versions.map(([version]) => version!), now);
    await samplePapers(tx, { bodyId, documentId: cited?.id ?? null, now }, versions.map(([version]) => version!).slice(0, ON_PAPER));
  });
  return [];
}

/** Of the first question (its options are figures) and the third. Khmer waits for somebody who speaks it. */
const translations: { place: number; language: ItemLanguage; approved: boolean; stem: string; explanation: string }[] = [
  {
    place: 0, language: 'en', approved: true, explanation: 'Article 2, clause 1 (in force since 1 September 2026).',
    stem: 'At least what share of the members of each Party organisation has to take part in each study?',
  },
  {
    place: 2, language: 'en', approved: true, explanation: 'Article 2, clause 2.',
    stem: 'The rate is counted over the members who have to attend, without those who are exempt on that day.',
  },
  {
    place: 0, language: 'km', approved: false, explanation: '',
    stem: 'ក្នុងវគ្គសិក្សានីមួយៗ យ៉ាងហោចណាស់ត្រូវមានសមាជិកបក្សប៉ុន្មានភាគរយនៃអង្គការបក្សនីមួយៗចូលរួម?',
  },
];

async function sampleTranslations(tx: Db, versions: readonly VersionRow[], now: Date): Promise<void> {
  for (const { place, language, approved, stem, explanation } of translations) {
    const { id, question } = versions[place]!;
    await writeTranslation(tx, id, language, { stem, texts: partsOf(question), explanation }, { by: null, now });
    const change = approved ? { state: 'approved' as const, approvedAt: now } : { state: 'submitted' as const };
    await setTranslationState(tx, { versionId: id, language }, change);
  }
}

type At = { bodyId: number; documentId: number | null; now: Date };

async function samplePapers(tx: Db, { bodyId, documentId, now }: At, versions: readonly VersionRow[]): Promise<void> {
  const about = 'Đồng chí chọn phương án đúng; làm xong có thể xem lại trước khi nộp.';
  const write = { bodyId, about, sample: true };
  const fixed = await insertPaper(tx, { ...write, kind: 'fixed', title: 'Trắc nghiệm sau học tập Quy định số 12-QĐ/TU (mẫu)' }, { by: null, now });
  await writePlaced(tx, fixed, versions.map(({ id, itemId }) => ({ versionId: id, itemId, points: 1 })));
  const drawn = await insertPaper(tx, { ...write, kind: 'drawn', title: 'Đề rút theo ma trận, Quy định số 12-QĐ/TU (mẫu)' }, { by: null, now });
  const row = { points: 1, documentId: null, anchor: null, difficulty: null, tag: 'mẫu' };
  const clause = documentId === null ? {} : { documentId, anchor: 'dieu-2' };
  await writeRows(tx, drawn, [{ ...row, ...clause, count: 2 }, { ...row, difficulty: 2, count: 2 }]);
  for (const id of [fixed, drawn]) await setPaperState(tx, id, { state: 'approved', approvedAt: now });
}
