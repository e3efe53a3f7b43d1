/**
 * The player's way into the page: a module of its own that the page names, so that it works without Kit's client. What the
 * page says is in `data-page` (absent in the empty shell that stands for it without network) and its words in `data-words`.
 */
import { mount } from 'svelte';
import { isLanguage, registerCatalogue, translator } from '#platform/words/translate.ts';
import { registerPaths } from '#platform/words/paths.ts';
import type { PlayerPage } from '../../rules/player.ts';
import View from './Player.svelte';
import { Player } from './player.svelte.ts';

const target = document.querySelector<HTMLElement>('#player');
if (target) {
  const said = document.documentElement.lang;
  const language = isLanguage(said) ? said : 'vi';
  const parse = <T>(text: string | undefined, none: T): T => (text ? (JSON.parse(text) as T) : none);
  const messages = parse<Record<string, string>>(target.dataset['words'], {});
  registerCatalogue({ vi: messages, en: messages, km: messages });
  registerPaths(parse<Record<string, string>>(target.dataset['paths'], {}));
  const page = parse<PlayerPage | null>(target.dataset['page'], null);
  const quiz = page?.quiz.id ?? Number(/\/(\d+)\/?$/.exec(location.pathname)?.[1] ?? 0);
  const player = new Player();
  target.replaceChildren();
  mount(View, { target, props: { player }, context: new Map([['words', translator(language)]]) });
  // The plain form is for whoever has no script.
  document.querySelector('#plain')?.remove();
  const waits = () => player.attempt !== null && !player.attempt.outbox.superseded && player.attempt.outbox.waiting.length > 0;
  // Signing out deletes what this device keeps: not without a question while something has not been sent.
  const leaves = (event: SubmitEvent): void => {
    const out = (event.target as HTMLFormElement).action.endsWith(translator(language).href('/sign-out'));
    if (out && waits() && !confirm(translator(language)('quizzes.player.signOut'))) event.preventDefault();
  };
  document.addEventListener('submit', leaves, true);
  window.addEventListener('beforeunload', (event) => {
    // What only this tab holds would be gone with it.
    if (player.attempt?.noRoom && waits()) event.preventDefault();
  });
  void player.open(quiz, page, document.documentElement.hasAttribute('data-shared'));
}
