/** From a resident's phone to the confirmation that it was done: every person with a browser of their own. */
import { bodies } from './bodies.ts';
import { button, codeOf, expect, numberOf, officers, publicPage, sendButton, signIn, step, t, test, told, track, write } from './test.ts';

const later = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test('an idea is sent, asked about, answered, re-worded, routed, answered in public and confirmed', async ({ page, another, marker }) => {
  test.setTimeout(120_000);
  const title = `Lắp gương cầu ở khúc cua ${marker}`;
  const written = 'Khúc cua khuất sau hàng cây, xe máy đi từ hẻm ra không thấy xe tải. Đề xuất lắp một gương cầu lồi.';

  await write(page, { title, body: written, place: 'phường Đồng Xoài' });
  await page.fill('[name=name]', 'Thị Lan');
  await page.check('[name=consentName]');
  await sendButton(page).click();
  const code = await codeOf(page);

  await track(page, code);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  const id = await numberOf(page);

  await test.step('a stranger sees that it waits, and not what it says', async () => {
    const stranger = await another();
    expect((await stranger.goto(publicPage(id)))?.status()).toBe(200);
    await told(stranger, 'ideas.waiting.title');
    await expect(stranger.getByRole('main')).not.toContainText(marker);
  });

  const officer = await another();
  const question = `Gương đặt ở góc nào của khúc cua ${marker}?`;
  await test.step('the officer asks', async () => {
    await signIn(officer, officers.reception, t.href('/desk/ideas'));
    await expect(officer.getByRole('link', { name: title })).toBeVisible();
    await step(officer, id, 'ask', (form) => form.locator('[name=text]').fill(question));
    await told(officer, 'ideas.desk.done.ask');
  });

  const reply = `Góc phía trạm biến áp, đối diện hẻm 12 ${marker}.`;
  await test.step('the author reads the question with the code alone, and answers', async () => {
    const author = await another();
    await track(author, code.toLowerCase().replaceAll('-', ' '));
    await expect(author.getByText(question)).toBeVisible();
    await author.fill('[name=text]', reply);
    await button(author, t('ideas.track.reply.send')).click();
    await told(author, 'ideas.track.done.reply');
  });

  const reworded = `Lắp gương cầu lồi ở khúc cua khuất ${marker}`;
  await test.step('the officer reads it, words it anew, accepts and routes it', async () => {
    await officer.goto(t.href(`/desk/ideas/${id}`));
    await expect(officer.getByText(reply)).toBeVisible();
    await step(officer, id, 'reword', async (form) => {
      await form.locator('[name=title]').fill(reworded);
      await form.locator('[name=note]').fill('Sửa tên cho rõ loại gương.');
    });
    await told(officer, 'ideas.desk.done.reword');
    await step(officer, id, 'accept');
    await told(officer, 'ideas.desk.done.accept');
    await step(officer, id, 'route', (form) => form.locator('[name=lead]').selectOption(String(bodies.dongXoai)).then());
    await told(officer, 'ideas.desk.done.route');
  });

  await test.step('the author sees both wordings', async () => {
    await track(page, code);
    await told(page, 'ideas.track.wording');
    await expect(page.getByRole('main')).toContainText(title);
    await expect(page.getByRole('main')).toContainText(reworded);
  });

  const answer = `Phường đã khảo sát và sẽ lắp một gương cầu lồi đường kính 80 cm ở góc trạm biến áp ${marker}.`;
  const promise = `Lắp gương ${marker}`;
  const desk = t.href(`/desk/answers/${id}`);
  await test.step('the agency begins and drafts', async () => {
    const writer = await another();
    await signIn(writer, officers.writer, t.href('/desk/answers'));
    await writer.getByRole('link', { name: reworded }).click();
    await button(writer, t('ideas.desk.answers.appraise')).click();
    await expect(writer.getByRole('main')).toContainText(t('ideas.state.appraising'));
    await writer.locator('[name=outcome][value=adopted]').check();
    await writer.locator('#write ~ form [name=text], form[action="?/save"] [name=text]').first().fill(answer);
    await writer.fill('[name="milestone.0.title"]', promise);
    await writer.fill('[name="milestone.0.due"]', later(30));
    await button(writer, t('ideas.desk.answers.submit')).click();
    await told(writer, 'ideas.desk.answers.waits');
    await writer.goto(publicPage(id));
    await expect(writer.getByRole('main'), 'a draft is not public').not.toContainText(answer);
  });

  await test.step('another person of it approves and publishes, and reports what was done', async () => {
    const leader = await another();
    await signIn(leader, officers.leader, desk);
    await expect(leader.getByRole('main')).toContainText(answer);
    await leader.fill('[name=signerTitle]', 'Chủ tịch');
    await button(leader, t('ideas.desk.answers.publish')).click();
    await expect(leader.getByRole('main')).toContainText(t('ideas.outcome.adopted'));
    await leader.goto(desk);
    await leader.getByRole('link', { name: t('ideas.desk.answers.report') }).click();
    await leader.fill('[name=doneNote]', 'Đã lắp xong.');
    await button(leader, t('ideas.desk.answers.done')).click();
    await expect(leader.getByRole('main')).toContainText('Đã lắp xong.');
  });

  await test.step('the author confirms', async () => {
    await track(page, code);
    await expect(page.getByText(answer)).toBeVisible();
    await page.locator('[name=done][value=yes]').check();
    await page.locator('form[action="?/confirm"] [name=text]').fill('Gương rất rõ.');
    await button(page, t('ideas.track.confirm.send')).click();
    await told(page, 'ideas.track.done.confirm');
  });

  await test.step('everybody sees all of it', async () => {
    const reader = await another();
    await reader.goto(publicPage(id));
    const main = reader.getByRole('main');
    await expect(main.getByRole('heading', { level: 1 })).toHaveText(reworded);
    for (const text of [written, answer, promise, 'Phạm Quốc Hùng', 'Chủ tịch', 'Ủy ban nhân dân phường Đồng Xoài', 'phường Đồng Xoài']) {
      await expect(main).toContainText(text);
    }
    for (const key of ['ask', 'reply', 'reword', 'accept', 'appraise'] as const) {
      await expect(main, key).toContainText(t.dynamic(`ideas.step.${key}`));
    }
    await expect(main).toContainText(t('ideas.step.confirm', { answer: t('ideas.step.confirm.done') }));
    for (const secret of [question, reply, 'Thị Lan', 'Gương rất rõ.', code]) await expect(main).not.toContainText(secret);
  });
});
