import { findBodyBySymbol } from '#modules/organisation/index.server.ts';
import { personNamed } from '#modules/people/index.server.ts';
import { dayOf, type Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { emit } from '#platform/jobs/events.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { symbolKey } from '#platform/text/symbols.ts';
import type { Kind } from '../rules/document.ts';
import { readOutline } from '../rules/outline.ts';
import { insertDocument } from '../store/document.server.ts';
import { insertVersion, setState } from '../store/version.server.ts';
import { branchMeeting, studyRules1, studyRules2, wasteRules } from './sample/texts.ts';

type Sample = {
  symbol: string; kind: Kind; issuer: string; issuedOn: Day; title: string; body: string;
  versions: { from: Day; basis: string; text: string }[];
};

const samples: Sample[] = [
  {
    symbol: '12-QĐ/TU', kind: 'regulation', issuer: 'Ban Thường vụ Thành ủy', issuedOn: '2026-02-10', body: 'BTGDVTU',
    title: 'Quy định về tổ chức học tập, quán triệt nghị quyết trong đảng bộ (mẫu)',
    versions: [
      { from: '2026-02-10', basis: '', text: studyRules1 },
      { from: '2026-09-01', basis: 'Quy định số 19-QĐ/TU, ngày 25/8/2026 (mẫu)', text: studyRules2 },
    ],
  },
  {
    symbol: '07-HD/BTGDVTU', kind: 'guidance', issuer: 'Ban Tuyên giáo và Dân vận Thành ủy', issuedOn: '2026-05-20',
    body: 'BTGDVTU', title: 'Hướng dẫn sinh hoạt chi bộ theo chuyên đề (mẫu)',
    versions: [{ from: '2026-05-20', basis: '', text: branchMeeting }],
  },
  {
    symbol: '31/2025/QĐ-UBND', kind: 'decision', issuer: 'Ủy ban nhân dân', issuedOn: '2025-12-15', body: 'BTGDVTU',
    title: 'Quyết định về phân loại rác thải sinh hoạt tại nguồn (mẫu)',
    versions: [{ from: '2026-01-01', basis: '', text: wasteRules }],
  },
];

/** The sample library, once; in the name of the sample officer who keeps it, where there is one. */
export async function loadSample({ db }: Pick<Runtime, 'db'>): Promise<string[]> {
  const now = new Date();
  const writer = await personNamed(db, 'canbo.tiepnhan', now);
  for (const sample of samples) {
    const bodyId = await findBodyBySymbol(db, sample.body, dayOf(now));
    if (bodyId !== undefined) await db.transaction().execute((tx) => enter(tx, sample, bodyId, writer?.personId ?? null));
  }
  return [];
}

async function enter(tx: Db, { versions, body: _, ...sample }: Sample, bodyId: number, by: string | null): Promise<void> {
  const entered = new Date(`${sample.issuedOn}T01:00:00Z`);
  const write = { ...sample, symbolKey: symbolKey(sample.symbol), bodyId, sample: true };
  const id = await insertDocument(tx, write, { by, now: entered });
  if (id === undefined) return;
  for (const [at, { from, basis, text }] of versions.entries()) {
    const published = new Date(`${from}T02:00:00Z`);
    const { clauses } = readOutline(text);
    const version = await insertVersion(tx, id, at + 1, { inForceFrom: from, basis, text, clauses }, { by, now: published });
    await setState(tx, version, { state: 'published', publishedAt: published });
  }
  await emit(tx, 'documents.published', { id });
}
