import { getContext, setContext } from 'svelte';
import { translator, type Language, type Translate } from './translate.ts';

const KEY = 'words';

/** Set once, by the root layout, before anything below it asks for words. */
export const provideWords = (language: Language): Translate => setContext(KEY, translator(language));

/** The reader's words, inside any component: `const t = words(); t('ideas.form.title')`. */
export const words = (): Translate => getContext<Translate>(KEY);
