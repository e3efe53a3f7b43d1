import type { Actor, Person } from '#modules/people/index.server.ts';
import { localPath } from '#platform/words/paths.ts';
import { languages, type Language, type Translate } from '#platform/words/translate.ts';
import type { Account, Door } from '#ui/navigation.ts';

const languageNames: Record<Language, string> = { vi: 'Tiếng Việt', en: 'English', km: 'ភាសាខ្មែរ' };
const doors = { listen: '/ideas', learn: '/learn', inform: '/inform', account: '/account' } as const;
const legal = {
  organisation: '/organisation',
  places: '/places',
  privacy: '/privacy',
  ledger: '/ideas/ledger',
  openData: '/open-data',
  accessibility: '/accessibility',
};

type Asked = { t: Translate; canonical: string; search: string; actor: Actor };

/** What stands around every page, for the components of `ui/` that know no module and no address. */
export function shellOf({ t, canonical, search, actor }: Asked) {
  const under = (path: string) => canonical === path || canonical.startsWith(`${path}/`);
  const languageLinks = languages.map((language) => ({
    language,
    label: languageNames[language],
    href: localPath(language, canonical + search),
    current: language === t.language,
  }));
  return {
    header: {
      home: t.href('/'),
      place: t('site.place'),
      doors: Object.entries(doors).map(([key, path]) => ({
        key: key as Door['key'],
        href: t.href(path),
        label: t.dynamic(`site.door.${key}`),
        current: under(path),
      })),
      search: { href: t.href('/search'), current: under('/search') },
      signIn: { href: t.href('/sign-in'), current: under('/sign-in') },
      account: actor.kind === 'person' ? accountOf(t, actor) : null,
      languages: languageLinks,
    },
    footer: {
      links: Object.entries(legal).map(([key, path]) => ({ href: t.href(path), label: t.dynamic(`site.link.${key}`) })),
      languages: languageLinks,
      displayAction: t.href('/display'),
      back: t.href(canonical + search),
    },
  };
}

/** Work first, where there is any. */
function accountOf(t: Translate, { name, grants, awaitsFactor, shared }: Person): Account {
  const works = grants.length > 0 || awaitsFactor;
  return {
    name,
    links: [
      ...(works ? [{ href: t.href('/desk'), label: t('site.desk') }] : []),
      { href: t.href('/me'), label: t('site.account') },
    ],
    signOutAction: t.href('/sign-out'),
    ...(shared ? { switchAction: t.href('/me/switch') } : {}),
  };
}
