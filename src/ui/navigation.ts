/** What header, footer and breadcrumbs are given; addresses come from the routes, which know the languages. */
export type Link = { href: string; label: string };

export type Door = Link & {
  key: 'listen' | 'learn' | 'inform' | 'account';
  /** The reader is somewhere behind this door. */
  current?: boolean;
};

export type LanguageLink = Link & { language: string; current?: boolean };

export type Account = {
  /** Full name, shown as it is written. */
  name: string;
  /** "cán bộ tiếp nhận · Ban Tuyên giáo và Dân vận" */
  position?: string;
  links: Link[];
  /** Target of the POST that signs out. */
  signOutAction: string;
  /** On a shared device: target of the POST that signs out and opens sign-in for the next person. */
  switchAction?: string;
};
