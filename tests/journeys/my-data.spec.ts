/** What a person can do about their own data: see, take along, correct, erase, think again; and who does it for them. */
import { readFile } from 'node:fs/promises';
import { tablesWith, withClient } from './database.ts';
import { mailsArrived } from './mails.ts';
import { codeOfApp, enterPassword, forgetProof, newOfficer, setUpApp } from './officer.ts';
import { button, codeOf, expect, numberOf, openMore, send, sendButton, signIn, step, t, test, told, track, write, type Page } from './test.ts';

const mine = t.href('/me/data');
const administrator = 'quantri';

/** The one request of a kind that stands in the officer's queue for this person. */
async function openRequest(page: Page, name: string): Promise<void> {
  await page.goto(t.href('/desk/privacy'));
  await page.getByRole('row', { name: new RegExp(name) }).getByRole('link').first().click();
}

async function download(page: Page, link: string): Promise<string> {
  const arriving = page.waitForEvent('download');
  await page.getByRole('link', { name: link }).first().click();
  return readFile(await (await arriving).path(), 'utf8');
}

async function askErasure(page: Page): Promise<void> {
  await page.goto(t.href('/me/data/erase'));
  await expect(page.getByRole('main')).toContainText(t.dynamic('people.personal.factors'));
  await button(page, t('privacy.erase.send')).click();
  await told(page, 'privacy.problem.sure.missing');
  await page.check('[name=sure]');
  await button(page, t('privacy.erase.send')).click();
  await told(page, 'privacy.done.erase');
}

/** As if the person had asked eight days ago. */
const waitEightDays = (name: string): Promise<void> =>
  withClient(async (client) => {
    await client.query(
      `update privacy.request r set not_before = now() - interval '1 day' from people.person p
       where p.id = r.person_id and p.full_name = $1 and r.kind = 'erase' and r.closed_at is null`, [name]);
  });

test('my data: see, take along, correct, erase, think again, erase; the name stays on what was signed', async ({ page, another, marker }) => {
  test.setTimeout(240_000);
  const officer = await newOfficer(marker, 'moderator');
  const idea = await another();
  const code = await send(idea, { title: `Dữ liệu ${marker}`, body: 'Việc của người sẽ xin xóa tài khoản.' });
  await track(idea, code);
  const id = await numberOf(idea);

  let secret = '';
  await test.step('an act is signed', async () => {
    await enterPassword(page, officer);
    ({ secret } = await setUpApp(page));
    await step(page, id, 'accept');
  });

  await test.step('one purpose is agreed to, and taken back', async () => {
    await page.goto(mine);
    await expect(page.getByRole('main')).toContainText(officer.name);
    const give = page.locator('form[action="?/give"]');
    await expect(give).toHaveCount(2);
    await give.first().getByRole('button').click();
    await told(page, 'privacy.done.given');
    await expect(give).toHaveCount(1);
    await page.locator('form[action="?/withdraw"]').getByRole('button').click();
    await told(page, 'privacy.done.withdrawn');
    await expect(give).toHaveCount(2);
  });

  await test.step('the copy asks who it is, and has everything', async () => {
    await forgetProof(officer);
    await page.goto(t.href('/me/data/copy'));
    await expect(page).toHaveURL(/xac-nhan/);
    // The code of this moment was used to set the app up.
    await page.fill('[name=proof]', codeOfApp(secret, Date.now() + 30_000));
    await button(page, t('people.prove.submit')).click();
    await button(page, t('privacy.copy.make')).click();
    await told(page, 'privacy.done.copied');
    const data = JSON.parse(await download(page, t('privacy.requests.copy.json')));
    expect(data.parts.find((part: { key: string }) => part.key === 'account').records[0]).toMatchObject({ name: officer.name });
    expect(JSON.stringify(data)).not.toMatch(/argon2|password_hash/);
    const html = await download(page, t('privacy.requests.copy.html'));
    expect(html).toContain(t.dynamic('ideas.personal.acts'));
    expect(html).not.toContain('<script');
  });

  const desk = await another();
  await test.step('a correction goes to the officer, and the name is right', async () => {
    await page.goto(t.href('/me/data/correct'));
    await button(page, t('privacy.correct.send')).click();
    await told(page, 'privacy.problem.wrong.missing');
    await page.locator('[name=field][value=name]').check();
    await page.fill('[name=wrong]', 'sai tên đệm');
    await page.fill('[name=right]', `${officer.name} Hoa`);
    await button(page, t('privacy.correct.send')).click();
    await told(page, 'privacy.done.correct');
    await signIn(desk, administrator);
    await openRequest(desk, officer.name);
    await button(desk, t('privacy.desk.step.acknowledge')).click();
    await told(desk, 'privacy.desk.done.acknowledge');
    await button(desk, t('privacy.desk.step.correct.send')).click();
    await told(desk, 'privacy.desk.done.correct');
    await page.goto(mine);
    await expect(page.getByRole('main')).toContainText(t('privacy.state.done'));
    await expect(page.locator('header')).toContainText('Hoa');
  });
  const name = `${officer.name} Hoa`;

  await test.step('an erasure is asked for, taken back, and asked for again', async () => {
    await askErasure(page);
    await page.locator('form[action="?/back"]').getByRole('button').click();
    await told(page, 'privacy.done.back');
    await askErasure(page);
    await openRequest(desk, name);
    await expect(desk.getByRole('main')).toContainText(t('privacy.desk.step.approve.later'));
  });

  await test.step('after the days for thinking again an officer does it, and the account is gone', async () => {
    await waitEightDays(name);
    await desk.reload();
    await button(desk, t('privacy.desk.step.approve.send')).click();
    await told(desk, 'privacy.desk.done.erase');
    await expect(desk.getByRole('main')).toContainText(t('privacy.kept.reason.signed_name'));
    await page.goto(mine);
    await expect(page).toHaveURL(/dang-nhap/);
    await enterPassword(page, officer);
    await told(page, 'people.problem.signIn.wrong');
  });

  await test.step('what was signed keeps its name', async () => {
    const reception = await another();
    await signIn(reception, 'canbo.tiepnhan', t.href(`/desk/ideas/${id}`));
    await expect(reception.getByRole('main')).toContainText(name);
  });
});

test('who has only a tracking code erases with it, without asking anybody', async ({ page, marker }) => {
  const email = `${marker.replace(/[^a-z]/g, '')}@vi-du.example`;
  await write(page, { title: `Không tài khoản ${marker}`, body: 'Người gửi để lại địa chỉ thư, rồi đổi ý.' });
  await openMore(page);
  await page.fill('[name=email]', email);
  await page.check('[name=consentContact]');
  await sendButton(page).click();
  const code = await codeOf(page);
  await mailsArrived(email, 1);
  await page.goto(t.href('/privacy'));
  await page.getByRole('main').getByRole('link', { name: t('site.privacy.how.track') }).click();
  await page.fill('[name=code]', code);
  await button(page, t('ideas.track.open')).click();
  await button(page, t('ideas.track.forget')).click();
  await told(page, 'ideas.track.contactNone');
  expect(await tablesWith(email)).toEqual([]);
});
