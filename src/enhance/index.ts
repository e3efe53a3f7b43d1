/**
 * The only hand-written script that public pages load, below 5 KB gzip (`size.test.ts`). Every page works
 * without it. It builds elements, never HTML from text, so it is clean under Trusted Types.
 */
import { all } from './dom.ts';
import { drafts } from './drafts.ts';
import { lookup } from './lookup.ts';
import { offline } from './offline.ts';
import { submit } from './submit.ts';
import { suggest } from './suggest.ts';

/** Menus in the header: Escape and a press elsewhere close them, as people expect of menus. */
function menus(): void {
  const open = () => all<HTMLDetailsElement>('header details[open]');
  document.addEventListener('click', (event) => {
    for (const menu of open()) if (!menu.contains(event.target as Node)) menu.open = false;
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    }
  });
}

/** The error summary takes the focus even where `autofocus` was overtaken by a fragment in the address. */
const problems = () => document.querySelector<HTMLElement>('[data-summary]')?.focus();

/** On a device of others nothing is kept: no drafts, nothing that waits for a connection. */
const keeping = document.documentElement.hasAttribute('data-shared') ? [] : [drafts, offline];

for (const step of [submit, ...keeping, suggest, lookup, menus, problems]) step();
if (document.querySelector('table[data-keys]')) void import('./keys.ts').then(({ keys }) => keys());
if (location.hash && document.querySelector('form[data-code]'))
  void import('./code.ts').then(({ code }) => code());
if (document.querySelector('[data-receipt-check]'))
  void import('./receipt.ts').then(({ receipts }) => receipts());
if (document.querySelector('[data-passkey]')) void import('./passkey.ts').then(({ passkeys }) => passkeys());
if (document.querySelector('[data-offline]')) void import('./worker.ts').then(({ worker }) => worker());
if (document.querySelector('[data-check-in]') || localStorage.getItem('check-in'))
  void import('./check-in.ts').then(({ checkIn }) => checkIn());
