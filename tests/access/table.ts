/**
 * Who may ask for what: THE list, one line a way (see routes.ts). A way that is not here fails `npm run check` and
 * `npm test`; the matrix (matrix/matrix.test.ts) asks each as every role in every position and expects what stands here.
 *
 * `by(roles…).of(subject)`: whoever holds one of the roles in the subject's body or in one above it.
 * `by(roles…).anywhere`: whoever holds one of them in any body; what is shown is still only what they reach.
 * A list means: any of these is enough.
 */
import { actions, api, asking, at, by, open, pages, proven, self, sending, keepers, seers, type Rule } from './rule.ts';
import { learning } from './table-learning.ts';

const FILE = '/desk/ideas/[id=number]';
const ANSWER = '/desk/answers/[id=number]';
const LOCKED = '/desk/ideas/[id=number]/quarantine';
const IMPORT = '/desk/imports/[id=number]';
const MEMBER = '/desk/members/[id=number]';
const BODY = '/desk/organisation/[id=number]';
const GRANT = '/desk/organisation/[id=number]/roles/[grant=number]';
const ACCOUNT = '/desk/accounts/[id=uuid]';
const REQUEST = '/desk/privacy/[id=number]';

const administrators = by('administrator');
const receivers = by('officer', 'moderator');
const search = ['?q=Zmember', '?q=Zaccount', '?q=Z', '?name=Z', '?text=Z'];

const publicPages = {
  ...pages(open, '/', '/accessibility', '/account', '/activate', '/certificates', '/certificates/[code]', '/documents', '/documents/[id=number]',
    '/documents/[id=number]/changes', '/ideas/feeds', '/ideas/feeds/atom.xml', '/ideas/feeds/rss.xml', '/ideas/follow',
    '/ideas/follow/confirm', '/ideas/follow/leave', '/ideas/ledger', '/ideas/new', '/ideas/overdue',
    '/ideas/overdue/list.csv', '/ideas/places', '/ideas/sent', '/ideas/track', '/ideas/track/view',
    '/ideas/track/view/files/[file]', '/ideas/track/withdraw', '/ideas/transparency', '/ideas/transparency/[table].csv',
    '/ideas/where', '/inform', '/learn', '/learn/roll/offline', '/learn/check-in/offline', '/ledger/checkpoint', '/ledger/key', '/ledger/proof', '/ledger/tile/[...path]',
    '/open-data', '/quiz/offline', '/organisation', '/organisation/[id=number]', '/places', '/places/[id=number]', '/privacy', '/recover', '/recover/new', '/sign-in',
    '/sign-in/provider', '/sign-in/provider/link', '/sign-in/provider/return', '/sign-in/second', '/sign-out',
    '/too-large', '/dev/mail', '/dev/mail/source', '/dev/ui', '/ideas/[id=number]', '/ideas/[id=number]/files/[file]',
    '/ideas/[id=number]/share.png'),
  ...pages(asking(open, '?q=Zidea', '?q=Z'), '/ideas', '/ideas/similar', '/search'),
  'OPTIONS /ideas/similar': open,
  'fallback /ideas/similar': open,
  ...api('/api/openapi.json', '/api/v1/ideas', '/api/v1/ideas/[id=number]', '/api/v1/ideas/fields',
    '/api/v1/ideas/statistics', '/api/v1/ideas/track/[code]', '/api/v1/places', '/api/v1/puzzle'),
  'GET /api/v1/search': asking(open, '?q=Zidea', '?q=Zmember'),
  'OPTIONS /api/v1/search': open,
  'fallback /api/v1/search': open,
  'fallback /api/[...path]': open,
} satisfies Record<string, Rule>;

/** Phones of a quiz: no session, a signed ticket that opens its own attempts and nothing else (tests/phones). */
const ticketed: Rule = { ...open, json: {}, foreign: 'The ticket in a header says whose it is; cookies are taken away.' };
const phones = {
  ...pages(open, '/api/v1/sittings/[sitting]/key', '/api/v1/sittings/[sitting]/sheets/[number]', '/api/v1/attempts/[attempt]',
    '/api/v1/attempts/[attempt]/result'),
  'POST /api/v1/attempts': ticketed,
  'PUT /api/v1/attempts/[attempt]/events': ticketed,
  'POST /api/v1/attempts/[attempt]/takeover': ticketed,
} satisfies Record<string, Rule>;

const oneClick: Rule = { ...open, foreign: 'RFC 8058: mail programs send it, without a session; its secret says whose it is.' };

/** Sent by anybody: what they do is limited by a code, a link or a password that the form carries. */
const publicForms = {
  'POST /api/v1/ideas': { ...open, json: {}, foreign: 'The public interface: it knows no sessions.' },
  ...actions('/activate', 'code open', open),
  'POST /display': open,
  ...actions('/ideas/[id=number]', 'support', open),
  ...actions('/ideas/follow', 'ask leave', open),
  'POST /ideas/follow/confirm': open,
  'POST /hien-ke/nhan-tin/huy': oneClick,
  'POST /en/ideas/follow/leave': oneClick,
  'POST /km/ideas/follow/leave': oneClick,
  'POST /ideas/new': open,
  'POST /ideas/track': open,
  ...actions('/ideas/track/view', 'reply appeal confirm withdraw forget leave', open),
  'POST /recover': open,
  'POST /recover/new': open,
  'POST /sign-in': open,
  'POST /sign-in/forget': open,
  'POST /sign-in/passkey': { ...open, json: {} },
  'POST /sign-in/second': open,
  'POST /sign-out': open,
} satisfies Record<string, Rule>;

const ownAccount = {
  'POST /sign-in/provider/link': proven(self),
  ...pages(self, '/me', '/me/data', '/me/data/correct', '/me/delegation', '/me/delegation/bodies', '/me/prove',
    '/me/security', '/me/sessions', '/me/switch', '/desk', '/desk/organisation', '/desk/places',
    '/desk/places/[id=number]'),
  ...pages(asking(self, '?q=Zaccount', '?q=Z'), '/me/delegation/people'),
  ...pages(proven(self), '/me/data/copy', '/me/data/erase', '/me/email', '/me/phone'),
  ...pages(self, '/me/password'),
  'GET /me/email/confirm': open,
  'POST /me/email/confirm': open,
  'GET /me/certificates': self,
  ...actions('/me/certificates', 'claim', sending({ who: [], of: 'certificate' }, { ticket: '{id}' })),
  'GET /me/certificates/[ticket=number]': { who: [], of: 'certificate' },
  'GET /me/data/copy/[id=number]/[format]': proven({ who: [], of: 'copy' }),
  ...actions('/me/data', 'give withdraw back', self),
  'POST /me/data/copy': proven(self),
  'POST /me/data/correct': self,
  'POST /me/data/erase': proven(self),
  ...actions('/me/delegation', 'end away back', self),
  ...actions('/me/delegation', 'give', proven(self)),
  'POST /me/email': proven(self),
  'POST /me/password': self,
  'POST /me/phone': proven(self),
  'POST /me/prove': self,
  ...actions('/me/security', 'beginApp confirmApp removeApp codes namePasskey removePasskey unlink', proven(self)),
  'POST /me/security/passkey': { ...self, json: { use: 'get' } },
  ...actions('/me/sessions', 'end others', self),
  'POST /me/switch': open,
} satisfies Record<string, Rule>;

const ideasDesk = {
  'GET /desk/ideas': asking(by('officer', 'moderator', 'reviewer', 'legal').anywhere, '?q=Zidea', '?tab=all', '?tab=quarantine'),
  [`GET ${FILE}`]: [by('officer', 'moderator', 'reviewer').of('idea'), by('answerer', 'reviewer').of('led')],
  [`GET ${FILE}/files/[file]`]: by('officer', 'moderator', 'reviewer').of('ideaFile'),
  ...actions(FILE, 'ask leave', receivers.of('idea')),
  ...actions(FILE, 'accept route duplicate', proven(receivers.of('idea'))),
  ...actions(FILE, 'reword', proven(sending(receivers.of('idea'), { body: 'Nội dung.' }))),
  ...actions(FILE, 'cluster', sending(receivers.of('idea'), { clusterTitle: 'Nhóm' })),
  ...actions(FILE, 'refuse', proven(sending(receivers.of('idea'), { reason: 'no_reply' }))),
  ...actions(FILE, 'reclassify', proven(sending(receivers.of('idea'), { reason: 'request' }))),
  ...actions(FILE, 'appeal', proven(sending(by('reviewer').of('idea'), { ruling: 'uphold' }))),
  ...actions(FILE, 'quarantine', proven(by('officer', 'moderator', 'legal', 'reviewer').of('idea'))),
  [`GET ${LOCKED}`]: by('legal', 'reviewer').of('locked'),
  ...actions(LOCKED, 'open', by('legal', 'reviewer').of('locked')),
  ...actions(LOCKED, 'release hand', proven(sending(by('legal', 'reviewer').of('locked'), { taken: '1' }))),
  'GET /desk/ideas/bulk': { ...at(receivers.of('idea'), '?step=accept&id={id}'), quiet: true },
  'POST /desk/ideas/bulk': proven({ ...at(receivers.of('idea'), '?step=accept&id={id}'), quiet: true }),
  'GET /desk/answers': asking(by('answerer', 'reviewer').anywhere, '?q=Zidea'),
  [`GET ${ANSWER}`]: by('answerer', 'reviewer').of('led'),
  ...actions(ANSWER, 'appraise save recall discard rows', by('answerer', 'reviewer').of('led')),
  ...actions(ANSWER, 'extend move', proven(sending(by('reviewer').of('led'), { moveTo: '{later}', moveReason: 'Trời mưa.' }))),
  ...actions(ANSWER, 'done', proven(sending(by('answerer', 'reviewer').of('led'), { doneOn: '{today}' }))),
  ...actions(ANSWER, 'submit', sending(by('answerer', 'reviewer').of('led'),
    { outcome: 'noted' })),
  ...actions(ANSWER, 'return', by('reviewer').of('led')),
  ...actions(ANSWER, 'publish', proven(by('reviewer').of('led'))),
} satisfies Record<string, Rule | readonly Rule[]>;

const membersDesk = {
  'GET /desk/members': asking(seers.anywhere, ...search, '?body={foreign}&below=1'),
  [`GET ${MEMBER}`]: seers.of('member'),
  ...actions(MEMBER, 'move leave exempt correct', keepers.of('member')),
  'GET /desk/members/bodies': asking(self, '?q=Z'),
  'GET /desk/members/new': keepers.anywhere,
  'POST /desk/members/new': { ...keepers.of('body'), quiet: true },
  'GET /desk/members/exports': seers.anywhere,
  ...actions('/desk/members/exports', 'agree refuse', proven(keepers.of('export'))),
  'POST /desk/members/exports/[id=number]/file': proven({ who: [], of: 'export' }),
  'GET /desk/members/exports/new': proven(at(seers.of('body'), '?body={own}')),
  'POST /desk/members/exports/new': proven(seers.of('body')),
  'GET /desk/imports': asking(keepers.anywhere, '?page=1'),
  [`GET ${IMPORT}`]: keepers.of('import'),
  ...actions(IMPORT, 'apply cancel resume map', keepers.of('import')),
  [`GET ${IMPORT}/marked`]: keepers.of('import'),
  'GET /desk/imports/new': keepers.anywhere,
  'POST /desk/imports/new': { ...sending(keepers.of('body'), { kind: 'members' }), file: 'file' },
  'GET /desk/imports/templates/[kind]': keepers.anywhere,
} satisfies Record<string, Rule | readonly Rule[]>;

const peopleDesk = {
  'GET /desk/accounts': asking(administrators.anywhere, ...search),
  'GET /desk/accounts/find': asking(self, ...search),
  [`GET ${ACCOUNT}`]: administrators.of('account'),
  ...actions(ACCOUNT, 'reopen', proven(administrators.of('closedAccount'))),
  ...actions(ACCOUNT, 'close invite letter', proven(sending(administrators.of('account'), { reason: 'left' }))),
  'GET /desk/accounts/letters': asking(seers.anywhere, ...search),
  'POST /desk/accounts/letters': proven(sending(seers.of('body'), { once: 'abcdefghijkl' })),
  'GET /desk/accounts/new': administrators.anywhere,
  'POST /desk/accounts/new': proven(administrators.of('body')),
  'GET /desk/audit': asking(administrators.anywhere, '?name=Zact', '?q=Zact', '?body={foreign}&below=1'),
  'GET /desk/audit/[id=number]': administrators.of('act'),
  'GET /desk/audit/bodies': asking(self, '?q=Z'),
  'GET /desk/audit/list.csv': proven(asking(administrators.anywhere, '?name=Zact')),
  [`GET ${BODY}/roles`]: administrators.of('body'),
  [`GET ${GRANT}`]: administrators.of('grant'),
  ...actions(GRANT, 'end revoke endDelegation', proven(administrators.of('grant'))),
  [`GET ${BODY}/roles/new`]: administrators.of('body'),
  [`POST ${BODY}/roles/new`]: proven(administrators.of('body')),
  [`GET ${BODY}`]: { ...self, of: 'body' },
  ...actions(BODY, 'correct found', sending(administrators.of('body'),
    { version: '2026-02-01', basis: 'Quyết định 1', kind: 'chi bộ', symbol: 'W-X', fullName: '', place: '' })),
} satisfies Record<string, Rule | readonly Rule[]>;

const privacyDesk = {
  'GET /desk/privacy': asking(keepers.anywhere, '?q=Z', '?tab=all', '?done=1'),
  [`GET ${REQUEST}`]: keepers.of('request'),
  ...actions(REQUEST, 'acknowledge correct refuse', sending(keepers.of('request'),
    { field: 'other', answer: 'Đã xem.', refusal: 'law_keeps' })),
  ...actions(REQUEST, 'approve', proven(keepers.of('request'))),
  'GET /desk/privacy/retention': keepers.of('installation'),
  'POST /desk/privacy/retention': proven(administrators.of('installation')),
} satisfies Record<string, Rule | readonly Rule[]>;

const PLAN = '/desk/organisation/reorganisations/[id=number]';
const planned = { title: 'Sắp xếp', effectiveOn: '{later}', on: '{later}', basisText: 'Quyết định 1', act: 'cancel' };
const reorganisations = {
  'GET /desk/organisation/reorganisations': administrators.anywhere,
  'GET /desk/organisation/reorganisations/new': administrators.anywhere,
  'POST /desk/organisation/reorganisations/new': sending(administrators.anywhere, planned),
  [`GET ${PLAN}`]: administrators.of('plan'),
  ...actions(PLAN, 'heading add remove heirs', sending(administrators.of('plan'), planned)),
  [`GET ${PLAN}/bodies`]: asking(administrators.of('plan'), '?q=chi'),
  [`GET ${PLAN}/decide`]: administrators.of('plan'),
  [`POST ${PLAN}/decide`]: proven(sending(administrators.of('plan'), planned)),
  [`GET ${PLAN}/members/[body=number]`]: administrators.of('dividedPlan'),
  ...actions(`${PLAN}/members/[body=number]`, 'lists file choices rest', sending(administrators.of('dividedPlan'), { rest: 'n1' })),
  [`GET ${PLAN}/members/[body=number]/file/[format]`]: proven(administrators.of('dividedPlan')),
  [`GET ${PLAN}/record`]: administrators.of('donePlan'),
  ...actions('/desk/places/[id=number]', 'correct change found', sending(administrators.of('installation'),
    { type: 'xã', code: '99999', kind: 'rename', version: '2026-01-01', since: '{today}', basis: 'Nghị quyết' })),
} satisfies Record<string, Rule | readonly Rule[]>;

export const table: Readonly<Record<string, Rule | readonly Rule[]>> = {
  ...publicPages, ...publicForms, ...phones, ...ownAccount, ...ideasDesk, ...membersDesk, ...peopleDesk, ...privacyDesk,
  ...reorganisations, ...learning,
};

/** What is asked of the application and not in the table, and what is in the table and cannot be asked any more. */
export function differences(keys: readonly string[]): { missing: string[]; stale: string[] } {
  const known = new Set(keys);
  return { missing: keys.filter((key) => !table[key]), stale: Object.keys(table).filter((key) => !known.has(key)) };
}
