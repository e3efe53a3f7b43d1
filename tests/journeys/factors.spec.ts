/** Second factors in a real browser: an app, recovery codes, a passkey, a fresh proof, an identity provider. */
import { button, expect, officers, signIn, t, test, told, type Page } from './test.ts';
import { codeOfApp, enterCode, enterPassword, forgetProof, newOfficer, PASSWORD, setUpApp, signOut } from './officer.ts';

const security = t.href('/me/security');
const desk = t.href('/desk');

/** A device that knows its owner by finger. */
async function withAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const;
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options });
}

test('an officer without a second factor sets one up first; then each code opens the desk once', async ({ page, marker }) => {
  test.setTimeout(60_000);
  const officer = await newOfficer(marker);
  await enterPassword(page, officer);
  await expect(page).toHaveURL(new RegExp(security));
  await told(page, 'people.security.required.about');
  await page.goto(t.href('/desk/ideas'));
  await expect(page).toHaveURL(new RegExp(security));

  const { secret, codes } = await setUpApp(page);
  await page.getByRole('link', { name: t('people.codes.done') }).click();
  // Where the officer was going all along.
  await expect(page).toHaveURL(new RegExp(`${t.href('/desk/ideas')}$`));

  await signOut(page);
  await enterPassword(page, officer);
  await expect(page).toHaveURL(/buoc-hai/);
  await page.goto(desk);
  await expect(page).toHaveURL(/dang-nhap\?/);
  await page.goto(t.href('/sign-in/second'));
  await enterCode(page, '000000');
  await told(page, 'people.problem.code.wrong', { left: 4 });
  await enterCode(page, codes[0] ?? '');
  await expect(page).toHaveURL(new RegExp(desk));

  await signOut(page);
  await enterPassword(page, officer);
  await enterCode(page, codes[0] ?? '');
  await told(page, 'people.problem.code.wrong', { left: 4 });
  await enterCode(page, codeOfApp(secret, Date.now() + 30_000));
  await expect(page).toHaveURL(new RegExp(desk));
});

test('a change of factors asks once more who it is, and comes back', async ({ page, marker }) => {
  test.setTimeout(60_000);
  const officer = await newOfficer(marker);
  await enterPassword(page, officer);
  const { codes } = await setUpApp(page);
  await forgetProof(officer);
  await page.goto(security);
  await button(page, t('people.codes.make')).click();
  await expect(page).toHaveURL(/xac-nhan/);
  await page.fill('[name=proof]', PASSWORD);
  await button(page, t('people.prove.submit')).click();
  await told(page, 'people.problem.proof.wrongCode');
  await page.fill('[name=proof]', codes[1] ?? '');
  await button(page, t('people.prove.submit')).click();
  await expect(page).toHaveURL(new RegExp(security));
  await button(page, t('people.codes.make')).click();
  await expect(page.getByTestId('recovery-codes').locator('code')).toHaveCount(10);
  await page.goto(security);
  await button(page, t('people.app.remove')).click();
  await told(page, 'people.security.required.about');
});

test('a passkey alone signs in, and proves who it is @js', async ({ page, marker }) => {
  test.setTimeout(60_000);
  const officer = await newOfficer(marker);
  await withAuthenticator(page);
  await enterPassword(page, officer);
  await page.fill('form[data-passkey] [name=name]', 'Điện thoại thử');
  await button(page, t('people.passkey.add')).click();
  await told(page, 'people.security.done.passkey.added');
  await told(page, 'people.codes.none');
  await expect(page.getByRole('main')).toContainText('Điện thoại thử');

  await signOut(page);
  await page.goto(`${t.href('/sign-in')}?next=${encodeURIComponent(t.href('/desk/ideas'))}`);
  await button(page, t('people.passkey.use')).click();
  await expect(page).toHaveURL(new RegExp(`${t.href('/desk/ideas')}$`));

  await forgetProof(officer);
  await page.goto(security);
  await page.getByText(t('people.passkey.change', { name: 'Điện thoại thử' })).click();
  await button(page, t('people.passkey.remove')).click();
  await expect(page).toHaveURL(/xac-nhan/);
  await button(page, t('people.passkey.use')).click();
  await expect(page).toHaveURL(new RegExp(security));

  await signOut(page);
  await enterPassword(page, officer);
  await expect(page).toHaveURL(/buoc-hai/);
  await button(page, t('people.passkey.use')).click();
  await expect(page).toHaveURL(new RegExp(desk));
});

test('a passkey window that is closed says so and changes nothing @js', async ({ page }) => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await page.goto(t.href('/sign-in'));
  await page.evaluate(() => {
    navigator.credentials.get = () => Promise.reject(new DOMException('closed', 'NotAllowedError'));
  });
  await button(page, t('people.passkey.use')).click();
  await told(page, 'people.passkey.cancelled');
  await expect(page).toHaveURL(/dang-nhap$/);
});

test('an identity of the provider is linked once and then signs in', async ({ page, marker }) => {
  test.setTimeout(60_000);
  const provider = 'Định danh mẫu';
  const atProvider = async (press: string) => {
    await page.fill('[name=account]', `0752 ${marker}`);
    await page.fill('[name=name]', `Thị ${marker}`);
    await page.getByRole('button', { name: press }).click();
  };
  const begin = () => page.getByRole('link', { name: t('people.provider.signIn', { provider }) }).click();
  await page.goto(t.href('/sign-in'));
  await begin();
  await atProvider('Từ chối');
  await told(page, 'people.problem.provider.denied');
  await begin();
  await atProvider('Đồng ý');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('people.provider.link.title', { provider }));

  const officer = await newOfficer(marker);
  await page.getByRole('link', { name: t('people.provider.link.signIn') }).click();
  await page.fill('[name=identifier]', officer.signInName);
  await page.fill('[name=password]', PASSWORD);
  await button(page, t('people.signIn.submit')).click();
  await told(page, 'people.provider.link.about', { provider, identity: `Thị ${marker}`, account: officer.name });
  await button(page, t('people.provider.link.submit')).click();
  await told(page, 'people.security.done.provider.linked');
  await setUpApp(page);

  await signOut(page);
  await page.goto(t.href('/sign-in'));
  await begin();
  // The provider still knows the browser, and vouches for one factor only.
  await expect(page).toHaveURL(/buoc-hai/);
});

test('the sample shows the code of its people, and only there', async ({ page }) => {
  await signIn(page, officers.reception, t.href('/desk/ideas'));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.goto(t.href('/sign-in'));
  await expect(page.getByTestId('sample-code')).toHaveCount(0);
});
