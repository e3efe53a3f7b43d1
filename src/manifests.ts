import type { Manifest } from '#platform/manifest.ts';
import { modules } from './modules.ts';

/** Every module's manifest, in the order of `modules.ts`. For the server and the command line, never for pages. */
export function loadManifests(): Promise<Manifest[]> {
  return Promise.all(
    modules.map(async (name) => {
      const door = (await import(`./modules/${name}/index.server.ts`)) as { manifest?: Manifest };
      return door.manifest ?? {};
    }),
  );
}
