import type { Manifest } from '#platform/manifest.ts';

export const manifest: Manifest = {};
