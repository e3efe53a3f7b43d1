import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter({ precompress: true }),
      // Our server tells Kit the real origin in headers that it sets itself; see src/server.ts.
      paths: { relative: false },
      // A dozen small style sheets cost three rounds of a slow connection before anything shows (bench `page-weight`:
      // 2.3 s instead of 1.0 s); in the page they cost 7 KB.
      inlineStyleThreshold: 64 * 1024,
      // Only pages that work without network need it (src/enhance/worker.ts).
      serviceWorker: { register: false },
      csp: {
        // Not a nonce: a page that is kept for many readers would give them all the same one.
        mode: 'hash',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          'img-src': ['self', 'data:', 'blob:'],
          'media-src': ['self', 'data:', 'blob:'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
          'object-src': ['none'],
          'base-uri': ['none'],
          // Scripts build elements, never HTML from text: the policies are Svelte's own, for pages that opt in, and one that
          // lets our service worker be registered and no other script.
          'require-trusted-types-for': ['script'],
          'trusted-types': ['svelte-trusted-html', 'sveltekit-trusted-url', 'caunoi-worker'],
        },
      },
    }),
  ],
  // `enhance` and the players of pages that work without network are built the way workers are: modules that a page
  // names, without Kit's client around them.
  worker: { format: 'es', plugins: () => [svelte({ configFile: false })] },
  build: { target: 'es2022' },
});
