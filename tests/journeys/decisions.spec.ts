/** What the author can do with the code when things do not go their way. */
import { enterPassword, forgetProof, newOfficer, setUpApp } from './officer.ts';
import { button, expect, numberOf, officers, publicPage, send, signIn, step, t, test, told, track } from './test.ts';

test('a wrong code is told so, and what was typed stays', async ({ page, marker }) => {
  for (const [wrong, problem] of [['7F3K-92QD-XM4T-0B6H-ZK', 'unknown'], [marker, 'unknown'], ['', 'empty']] as const) {
    await track(page, wrong);
    await expect(page.locator('[data-summary]')).toContainText(t.dynamic(`ideas.problem.track.${problem}`));
    await expect(page.locator('[name=code]')).toHaveValue(wrong);
  }
});

test('refused: a tombstone with the reason, an appeal, and another person opens it again', async ({ page, another, marker }) => {
  test.setTimeout(120_000);
  const title = `Dạy nấu ăn trong trường ${marker}`;
  const code = await send(page, { title, body: 'Cho các em học nấu một bữa cơm đơn giản ở bếp bán trú.', field: 'education' });
  await track(page, code);
  const id = await numberOf(page);

  const officer = await another();
  const reason = `Chưa nêu nơi làm ${marker}.`;
  await signIn(officer, officers.reception);
  await step(officer, id, 'refuse', async (form) => {
    await form.locator('[name=reason]').selectOption('not_a_proposal');
    await form.locator('[name=text]').fill(reason);
  });
  await told(officer, 'ideas.desk.done.refuse');

  const reader = await another();
  await test.step('everybody reads the reason at the same address, nobody the idea', async () => {
    await reader.goto(publicPage(id));
    await told(reader, 'ideas.tombstone.title', { id: String(id) });
    await told(reader, 'ideas.reason.not_a_proposal');
    await expect(reader.getByRole('main')).toContainText(reason);
    await expect(reader.getByRole('main')).not.toContainText(title);
  });

  const appeal = `Làm ở bếp bán trú Trường Trung học cơ sở An Lộc ${marker}.`;
  await test.step('the author appeals', async () => {
    await track(page, code);
    await expect(page.getByRole('main')).toContainText(reason);
    await page.locator('form[action="?/appeal"] [name=text]').fill(appeal);
    await button(page, t('ideas.track.appeal.send')).click();
    await told(page, 'ideas.track.done.appeal');
    await expect(page.locator('form[action="?/appeal"]')).toHaveCount(0);
  });

  await test.step('not the person who refused', async () => {
    await officer.goto(t.href(`/desk/ideas/${id}`));
    await expect(officer.getByText(appeal)).toBeVisible();
    await told(officer, 'ideas.desk.appeal.other');
    await expect(officer.locator('form[action="?/appeal"]')).toHaveCount(0);
  });

  await test.step('but another one decides, and it is public', async () => {
    const reviewer = await another();
    await signIn(reviewer, officers.reviewer, t.href(`/desk/ideas/${id}`));
    await reviewer.locator('[name=ruling][value=grant]').check();
    await reviewer.locator('form[action="?/appeal"] [name=text]').fill('Đã nêu rõ nơi làm.');
    await button(reviewer, t('ideas.desk.appeal.send')).click();
    await told(reviewer, 'ideas.desk.done.appeal');
    await reader.goto(publicPage(id));
    await expect(reader.getByRole('heading', { level: 1 })).toHaveText(title);
    for (const key of ['refuse', 'appeal', 'reopen'] as const) await told(reader, `ideas.step.${key}`);
  });
});

test('withdrawn: a tombstone stays, the contact goes, the officers can do nothing more', async ({ page, another, marker }) => {
  const title = `Cho thuê ghế ở công viên ${marker}`;
  const code = await send(page, { title, body: 'Đặt ghế xếp cho thuê theo giờ.' });
  await track(page, code);
  const id = await numberOf(page);
  await page.getByRole('link', { name: t('ideas.track.withdraw') }).click();
  await page.locator('main form').getByRole('button').first().click();
  await told(page, 'ideas.track.done.withdraw');

  const reader = await another();
  await reader.goto(publicPage(id));
  await told(reader, 'ideas.tombstone.withdrawn');
  await expect(reader.getByRole('main')).not.toContainText(marker);

  const officer = await another();
  await signIn(officer, officers.reception, t.href(`/desk/ideas/${id}`));
  await expect(officer.locator('#step-accept')).toHaveCount(0);
});

test('locked away at once: a denunciation posted by mistake is seen by two roles only', async ({ page, another, marker }) => {
  const code = await send(page, { title: `Gửi nhầm ${marker}`, body: `Nội dung gửi nhầm nơi ${marker}.`, field: 'other' });
  await track(page, code);
  const id = await numberOf(page);
  const officer = await another();
  await signIn(officer, officers.reception);
  await step(officer, id, 'quarantine');
  await told(officer, 'ideas.desk.done.quarantine', { id: String(id) });
  const opened = await officer.goto(t.href(`/desk/ideas/${id}/quarantine`));
  expect(opened?.status(), 'not who reported it').toBe(403);

  const legal = await another();
  await signIn(legal, officers.legal, t.href(`/desk/ideas/${id}/quarantine`));
  await expect(legal.getByRole('main')).not.toContainText(marker);
  await button(legal, t('ideas.desk.quarantine.open')).click();
  await expect(legal.getByRole('main')).toContainText(`Nội dung gửi nhầm nơi ${marker}.`);

  const reader = await another();
  await reader.goto(publicPage(id));
  await told(reader, 'ideas.tombstone.quarantined');
  await expect(reader.getByRole('main')).not.toContainText(marker);
});

test('a decision asks once more who it is when the last proof is old, and keeps what was typed', async ({ page, another, marker }) => {
  test.setTimeout(120_000);
  const author = await another();
  await track(author, await send(author, { title: `Thêm đèn ngõ nhỏ ${marker}`, body: 'Lắp thêm ba bóng đèn ở đoạn cua tối.', field: 'roads' }));
  const id = await numberOf(author);
  const moderator = await newOfficer(`${marker}k`, 'moderator', 'BTGDVTU');
  await enterPassword(page, moderator);
  const { codes } = await setUpApp(page);
  await forgetProof(moderator);
  const reason = `Đoạn này đã lắp đèn tháng trước ${marker}.`;
  await step(page, id, 'refuse', async (form) => {
    await form.locator('[name=reason]').selectOption('not_a_proposal');
    await form.locator('[name=text]').fill(reason);
  });
  await told(page, 'people.problem.proof.needed');
  const form = page.locator('#step-refuse form');
  await expect(form.locator('[name=text]')).toHaveValue(reason);
  await form.locator('[name=proof]').fill(codes[0] ?? '');
  await form.getByRole('button', { name: t('ideas.desk.step.refuse.send'), exact: true }).click();
  await told(page, 'ideas.desk.done.refuse');
});
