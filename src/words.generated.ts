// Written by `npm run words` from the words/*.json files. Change those, and run it again.
import uiVi from './ui/words/vi.json' with { type: 'json' };
import uiEn from './ui/words/en.json' with { type: 'json' };
import uiKm from './ui/words/km.json' with { type: 'json' };

const prefixed = (prefix: string, words: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(words).map(([key, text]) => [`${prefix}.${key}`, text]));

export const catalogue: Record<'vi' | 'en' | 'km', Record<string, string>> = {
  vi: {
    ...prefixed('ui', uiVi),
  },
  en: {
    ...prefixed('ui', uiEn),
  },
  km: {
    ...prefixed('ui', uiKm),
  },
};

declare module '#platform/words/translate.ts' {
  interface Messages {
    'ui.skip': Record<string, never>;
    'ui.breadcrumb.label': Record<string, never>;
    'ui.header.doors': Record<string, never>;
    'ui.header.search': Record<string, never>;
    'ui.header.signIn': Record<string, never>;
    'ui.header.signOut': Record<string, never>;
    'ui.header.menu': Record<string, never>;
    'ui.header.language': Record<string, never>;
    'ui.footer.label': Record<string, never>;
    'ui.footer.about': Record<string, never>;
    'ui.display.label': Record<string, never>;
    'ui.display.text': Record<string, never>;
    'ui.display.smaller': Record<string, never>;
    'ui.display.normal': Record<string, never>;
    'ui.display.larger': Record<string, never>;
    'ui.display.theme': Record<string, never>;
    'ui.display.light': Record<string, never>;
    'ui.display.dark': Record<string, never>;
    'ui.display.auto': Record<string, never>;
    'ui.display.more': Record<string, never>;
    'ui.display.less': Record<string, never>;
    'ui.field.optional': Record<string, never>;
    'ui.field.error': Record<string, never>;
    'ui.field.budget': { max: number };
    'ui.field.files': { count: number; kinds: string; megabytes: number };
    'ui.field.day': Record<string, never>;
    'ui.field.month': Record<string, never>;
    'ui.field.year': Record<string, never>;
    'ui.field.dateHint': Record<string, never>;
    'ui.errors.title': { count: number };
    'ui.notice.info': Record<string, never>;
    'ui.notice.warn': Record<string, never>;
    'ui.notice.alert': Record<string, never>;
    'ui.notice.success': Record<string, never>;
    'ui.pager.label': Record<string, never>;
    'ui.pager.previous': Record<string, never>;
    'ui.pager.next': Record<string, never>;
    'ui.pager.page': { page: number };
    'ui.pager.range': { from: number; to: number; total: number };
    'ui.steps.now': Record<string, never>;
    'ui.steps.done': Record<string, never>;
    'ui.chart.table': Record<string, never>;
    'ui.time.today': Record<string, never>;
    'ui.qr.label': { text: string };
    'ui.external': Record<string, never>;
  }
}
