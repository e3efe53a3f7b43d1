/** From a printed letter to an account of one's own, and back into it after the password was forgotten. */
import { createHash } from 'node:crypto';
import { linkIn, mailsArrived } from './mails.ts';
import { button, expect, signIn, t, test, told, type Page } from './test.ts';

/** Đảng ủy phường Đồng Xoài, whose lists its officer keeps. */
const WARD = 2_225_210;
const officer = 'canbo.dongxoai';
const FIRST = 'mưa rào trên rẫy cà phê';
const SECOND = 'gió mát bên hồ Suối Giai';

/** A member whom no other test, project or run has. */
function memberOf(marker: string) {
  const digest = createHash('sha256').update(marker).digest();
  const number = String(digest.readUInt32BE(0) % 10_000_000).padStart(7, '0');
  const letters = marker.replace(/[^a-z]/g, '').slice(-8);
  return { name: 'Điểu Thị Mai', code: `CB-${letters}`.toUpperCase(), phone: `097${number}`, email: `${letters}@vi-du.example` };
}
type Member = ReturnType<typeof memberOf>;

async function addMember(page: Page, { name, code, phone }: Member): Promise<void> {
  await page.goto(t.href(`/desk/members/new?body=${WARD}`));
  await page.fill('[name=code]', code);
  await page.fill('[name=fullName]', name);
  await page.fill('[name=phone]', phone);
  await button(page, t('members.desk.add.send')).click();
  await told(page, 'members.desk.member.done.add');
}

/** @returns the code that the letter shows */
async function printLetter(page: Page, code: string): Promise<string> {
  await page.goto(t.href(`/desk/accounts/letters?body=${WARD}&q=${encodeURIComponent(code)}`));
  await page.getByRole('checkbox', { name: new RegExp(code) }).check();
  await button(page, t('members.desk.accounts.list.chosen')).click();
  const letter = page.getByTestId('letter');
  await expect(letter).toHaveCount(1);
  return ((await letter.getByTestId('activation-code').textContent()) ?? '').trim();
}

async function enter(page: Page, identifier: string, password: string): Promise<void> {
  await page.goto(t.href('/sign-in'));
  await page.fill('[name=identifier]', identifier);
  await page.fill('[name=password]', password);
  await button(page, t('people.signIn.submit')).click();
}

async function choosePassword(page: Page, password: string): Promise<void> {
  await page.fill('[name=password]', password);
  const consent = page.locator('[name=consent]');
  if (await consent.count()) await consent.check();
  await button(page, t('people.activate.submit')).click();
}

test('a letter is printed, opens an account, and the forgotten password is replaced by mail', async ({ page, another, marker }) => {
  test.setTimeout(180_000);
  const member = memberOf(marker);
  let code = '';

  await test.step('the officer adds the member and prints one sheet', async () => {
    await signIn(page, officer);
    await addMember(page, member);
    code = await printLetter(page, member.code);
    expect(code).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{5}$/);
    const letter = page.getByTestId('letter');
    await expect(letter).toContainText(member.name);
    for (const secret of [member.phone, member.code]) await expect(letter).not.toContainText(secret);
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('banner')).toBeHidden();
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page[^s]/g)?.length, 'one member, one sheet').toBe(1);
    await page.emulateMedia({ media: null });
  });

  await test.step('the list says that a letter was printed', async () => {
    await page.goto(t.href(`/desk/accounts/letters?body=${WARD}&q=${encodeURIComponent(member.code)}`));
    await expect(page.getByRole('row', { name: new RegExp(member.code) })).toContainText('Thư in');
  });

  const own = await another();
  await test.step('a wrong code opens nothing; the right one shows whose it is', async () => {
    await own.goto(t.href('/activate'));
    await own.fill('[name=code]', '0000-0000-0000-00000');
    await button(own, t('people.activate.next')).click();
    await told(own, 'people.problem.activation.wrong');
    await expect(own.getByRole('main')).not.toContainText(member.name);
    await own.fill('[name=code]', ` ${code.toLowerCase().replaceAll('-', ' ')} `);
    await button(own, t('people.activate.next')).click();
    await expect(own.getByRole('main')).toContainText(member.name);
  });

  await test.step('passwords that are guessed first are refused, the name too', async () => {
    await choosePassword(own, 'matkhau123456');
    await told(own, 'people.problem.password.common');
    await choosePassword(own, `${member.name} 2026`);
    await told(own, 'people.problem.password.personal');
  });

  await test.step('the password can be shown while it is typed', async () => {
    await own.getByRole('link', { name: t('people.password.show') }).click();
    await expect(own.locator('[name=password]')).toHaveAttribute('type', 'text');
    await choosePassword(own, FIRST);
    await told(own, 'people.me.done.activated');
    await expect(own.getByRole('main')).toContainText(member.code);
  });

  const elsewhere = await another();
  await test.step('the member code signs in again, in small letters; the used code does not', async () => {
    await enter(elsewhere, member.code.toLowerCase(), FIRST);
    await expect(elsewhere).toHaveURL(new RegExp(t.href('/me')));
    const late = await another();
    await late.goto(t.href(`/activate?code=${code}`));
    await told(late, 'people.problem.activation.wrong');
  });

  await test.step('both devices are listed, and the other one is signed out', async () => {
    await own.goto(t.href('/me/sessions'));
    await expect(own.locator('main form[action="?/end"]')).toHaveCount(1);
    await told(own, 'people.sessions.current');
    await button(own, t('people.sessions.endOthers')).click();
    await told(own, 'people.sessions.only');
    await elsewhere.goto(t.href('/me'));
    await expect(elsewhere).toHaveURL(/dang-nhap/);
  });

  await test.step('an address is added and proven', async () => {
    await own.goto(t.href('/me/email'));
    await own.fill('[name=email]', member.email);
    await button(own, t('people.email.submit')).click();
    await told(own, 'people.email.sent', { email: member.email });
    const [mail] = await mailsArrived(member.email, 1);
    await own.goto(linkIn(mail, 'xac-nhan'));
    await button(own, t('people.email.confirm.submit')).click();
    await told(own, 'people.email.confirm.done', { address: member.email });
  });

  const forgetful = await another();
  await test.step('the answer is the same for an account and for none', async () => {
    const answers = [];
    for (const typed of [`+84 ${member.phone.slice(1, 3)} ${member.phone.slice(3)}`, '0900 000 000']) {
      await forgetful.goto(t.href('/recover'));
      await forgetful.fill('[name=identifier]', typed);
      await button(forgetful, t('people.recover.submit')).click();
      await told(forgetful, 'people.recover.done', { minutes: 30 });
      answers.push(await forgetful.getByRole('main').textContent());
    }
    expect(answers[0]).toBe(answers[1]);
  });

  await test.step('the link sets a new password, once, and ends what was open', async () => {
    const [mail] = await mailsArrived(member.email, 2);
    const link = linkIn(mail, 'dat-lai');
    await forgetful.goto(link);
    await expect(forgetful.getByRole('main')).toContainText(member.name);
    await forgetful.fill('[name=password]', SECOND);
    await button(forgetful, t('people.recover.new.submit')).click();
    await told(forgetful, 'people.signIn.reset');
    await own.goto(t.href('/me'));
    await expect(own).toHaveURL(/dang-nhap/);
    await own.goto(link);
    await told(own, 'people.problem.link.wrong');
    await enter(forgetful, member.email, SECOND);
    await expect(forgetful).toHaveURL(new RegExp(t.href('/me')));
  });

  await test.step('on a shared device nothing stays, and the next person signs in', async () => {
    const hall = await another();
    await hall.goto(t.href('/sign-in'));
    await hall.locator('[name=shared]').check();
    await hall.fill('[name=identifier]', member.phone);
    await hall.fill('[name=password]', SECOND);
    await button(hall, t('people.signIn.submit')).click();
    await expect(hall).toHaveURL(new RegExp(t.href('/me')));
    const session = (await hall.context().cookies()).find(({ name }) => name.endsWith('caunoi_session'));
    expect(session?.expires, 'goes with the window').toBe(-1);
    const opened = await hall.goto(t.href('/me/switch'));
    expect(opened?.headers()['cache-control']).toContain('no-store');
    await expect(hall.locator('html')).toHaveAttribute('data-shared');
    const answered = hall.waitForResponse((each) => each.request().method() === 'POST');
    await button(hall, t('people.switch.submit')).click();
    expect((await (await answered).allHeaders())['clear-site-data']).toContain('"storage"');
    await told(hall, 'people.signIn.switched');
    await expect(hall.locator('[name=shared]')).toBeChecked();
    expect((await hall.context().cookies()).map(({ name }) => name)).not.toContain('caunoi_session');
    expect(await hall.content()).not.toContain(member.name);
  });
});
