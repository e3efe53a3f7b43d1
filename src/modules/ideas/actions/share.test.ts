import { writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPlaces } from '#modules/places/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { registerCatalogue, translator, type Language } from '#platform/words/translate.ts';
import { catalogue } from '#src/words.generated.ts';
import { agencyRuntime, NOW, type Agency } from './agency-testing.ts';
import { acceptIdea, rewordIdea, routeIdea } from './moderate.server.ts';
import { sharePicture } from './share.server.ts';
import { submitIdea } from './submit.server.ts';

let agency: Agency;
beforeAll(async () => {
  registerCatalogue(catalogue);
  agency = await agencyRuntime();
});
afterAll(() => agency.runtime.drop());

const officer = () => ({ actor: agency.people.officer, now: NOW });
let serial = 0;
async function publicIdea(title: string, place: string | null = null): Promise<number> {
  const { runtime } = agency;
  const [found] = place ? await findPlaces(runtime.db, { q: place, today: dayOf(NOW), limit: 1 }) : [];
  serial += 1;
  const submission = {
    title, body: 'Nội dung.', field: 'roads', place: found?.id ?? null, language: 'vi' as const,
    contact: { name: null, email: null, phone: null }, consents: { contact: false, name: false },
  };
  const sending = { submission, fileIds: [], channel: 'web' as const, idempotencyKey: `share ${serial}` };
  const sent = await submitIdea(runtime, sending, NOW);
  if (!sent.ok) throw new Error(JSON.stringify(sent));
  return sent.value.id;
}
const picture = (id: number, language: Language = 'vi', ifNoneMatch: string | null = null) =>
  sharePicture(agency.runtime, { id, t: translator(language), ifNoneMatch, now: NOW });

describe('share picture', () => {
  it('is a picture of 1200 × 630 below 100 KB, with an etag that changes with what it shows', async () => {
    const id = await publicIdea('Lắp đèn năng lượng mặt trời ở ngã ba trước Trường Tiểu học Tân Thành', 'Đồng Xoài');
    expect((await picture(id)).status).toBe(404);
    await acceptIdea(agency.runtime, id, officer());
    const answered = await picture(id);
    const bytes = Buffer.from(await answered.arrayBuffer());
    if (process.env.LOOK_AT) writeFileSync(`${process.env.LOOK_AT}/share-vi.png`, bytes);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 1_200, height: 630 });
    expect(bytes.length).toBeLessThan(100_000);
    const etag = answered.headers.get('etag');
    expect((await picture(id, 'vi', etag)).status).toBe(304);
    expect((await picture(id, 'en')).headers.get('etag')).not.toBe(etag);
    await routeIdea(agency.runtime, id, { lead: agency.lead, cooperating: [], due: null, note: null }, officer());
    const routed = await picture(id, 'vi', etag);
    expect(routed.status).toBe(200);
    if (process.env.LOOK_AT) writeFileSync(`${process.env.LOOK_AT}/share-routed.png`, Buffer.from(await routed.arrayBuffer()));
  });

  it('draws Khmer, very long and hostile titles', async () => {
    const titles = {
      km: 'ដំឡើងភ្លើងបំភ្លឺផ្លូវនៅមុខសាលារៀនបឋមសិក្សា ដើម្បីឲ្យកុមារធ្វើដំណើរដោយសុវត្ថិភាពនៅពេលយប់',
      long: 'Đề nghị mở rộng, nâng cấp tuyến đường liên xã, lắp đèn chiếu sáng, trồng cây xanh hai bên đường và xây dựng vỉa hè cho người đi bộ, học sinh. '.slice(0, 150),
      hostile: '</span><script>alert(1)</script> ]]> &amp; 😀 "quotes" \u202Egnol',
    };
    for (const [name, title] of Object.entries(titles)) {
      const id = await publicIdea(title);
      await acceptIdea(agency.runtime, id, officer());
      await rewordIdea(agency.runtime, id, { title, body: 'x', note: 'x' }, officer());
      const drawn = await picture(id, name === 'km' ? 'km' : 'vi');
      expect(drawn.status).toBe(200);
      if (process.env.LOOK_AT) writeFileSync(`${process.env.LOOK_AT}/share-${name}.png`, Buffer.from(await drawn.arrayBuffer()));
    }
  });
});
