import type { Actor } from '#modules/people/index.server.ts';
import type { Language, Translate } from '#platform/words/translate.ts';

declare global {
  namespace App {
    interface Error {
      message: string;
      /** What a person can quote and the operator can find in the log. */
      id?: string;
    }
    interface Locals {
      actor: Actor;
      language: Language;
      t: Translate;
      /** Path without language, as the folders below `routes/` are named. */
      canonical: string;
      now: Date;
      /** How the reader wants the page: `data-*` attributes for `<html>`. */
      display: import('#ui/display.ts').Display;
    }
    interface Platform {
      req: import('node:http').IncomingMessage;
    }
  }
}
