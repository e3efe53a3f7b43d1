/** Officers who are not of the sample: made at the command line, as an operator does. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Secret, TOTP } from 'otpauth';
import { button, expect, t, told, type Page } from './test.ts';
import { withClient } from './database.ts';

export const PASSWORD = 'một mật khẩu dài của riêng mình';
export type Officer = { signInName: string; name: string };

/** @param marker makes the sign-in name one that no other test has */
export async function newOfficer(marker: string, role = 'officer', body = 'BTGDVTU'): Promise<Officer> {
  const signInName = `thu.${marker.replace(/[^a-z]/g, '').slice(-12)}`;
  const name = `Điểu Thị ${marker}`;
  const given = { signInName, name, password: PASSWORD, role, body };
  const options = Object.entries(given).flatMap(([option, value]) => [`--${option}`, value]);
  const env = { ...process.env, DATA_DIR: process.env.TEST_DATA_DIR, DEMO: 'on' };
  await promisify(execFile)(process.execPath, ['scripts/caunoi.ts', 'user', 'create', ...options], { env });
  return { signInName, name };
}

export async function enterPassword(page: Page, { signInName }: Officer): Promise<void> {
  await page.goto(t.href('/sign-in'));
  await page.fill('[name=identifier]', signInName);
  await page.fill('[name=password]', PASSWORD);
  await button(page, t('people.signIn.submit')).click();
}

/** What an authenticator app on a phone does. @param at milliseconds; a code works once, so the next is asked for ahead */
export const codeOfApp = (secret: string, at = Date.now()): string =>
  new TOTP({ algorithm: 'SHA1', digits: 6, period: 30, secret: Secret.fromBase32(secret.replace(/\s/g, '')) }).generate({ timestamp: at });

export async function enterCode(page: Page, code: string): Promise<void> {
  await page.fill('[name=code]', code);
  await button(page, t('people.second.submit')).click();
}

/** From the page of security on: sets the app up. @returns its secret and the recovery codes */
export async function setUpApp(page: Page): Promise<{ secret: string; codes: string[] }> {
  await button(page, t('people.app.set')).click();
  const secret = (await page.getByTestId('app-secret').textContent()) ?? '';
  await page.fill('[name=code]', '000000');
  await button(page, t('people.app.confirm')).click();
  await told(page, 'people.problem.code.wrong', { left: 4 });
  await expect(page.getByTestId('app-secret')).toHaveText(secret);
  await page.fill('[name=code]', codeOfApp(secret));
  await button(page, t('people.app.confirm')).click();
  const codes = page.getByTestId('recovery-codes').locator('code');
  await expect(codes).toHaveCount(10);
  return { secret, codes: await codes.allTextContents() };
}

/** The form in the header's menu, which other tests open, sends this. */
export async function signOut(page: Page): Promise<void> {
  const { origin } = new URL(page.url());
  await page.request.post(t.href('/sign-out'), { headers: { origin }, form: {} });
  await page.goto(t.href('/desk'));
  await expect(page).toHaveURL(/dang-nhap/);
}

/** As if the person had last proved who they are half an hour ago. */
export const forgetProof = ({ signInName }: Officer): Promise<void> =>
  withClient(async (client) => {
    await client.query(
      `update people.session s set proven_at = now() - interval '30 minutes'
       from people.person p where p.id = s.person_id and p.sign_in_name = $1`,
      [signInName],
    );
  });
