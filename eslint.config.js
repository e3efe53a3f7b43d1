import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

/**
 * Mistakes that the compiler does not see. Formatting is nobody's business here, and types are the compiler's.
 * @type {import('eslint').Linter.RulesRecord}
 */
const mistakes = {
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-async-promise-executor': 'error',
  'no-cond-assign': 'error',
  'no-constant-condition': ['error', { checkLoops: 'allExceptWhileTrue' }],
  'no-debugger': 'error',
  'no-dupe-else-if': 'error',
  'no-duplicate-case': 'error',
  'no-empty': 'error',
  'no-eval': 'error',
  'no-fallthrough': 'error',
  'no-implied-eval': 'error',
  'no-irregular-whitespace': ['error', { skipStrings: true, skipTemplates: true, skipRegExps: true }],
  'no-loss-of-precision': 'error',
  'no-control-regex': 'error',
  'no-new-func': 'error',
  'no-regex-spaces': 'error',
  'no-self-assign': 'error',
  'no-self-compare': 'error',
  'no-sparse-arrays': 'error',
  'no-unreachable-loop': 'error',
  'no-unsafe-finally': 'error',
  'no-unsafe-negation': 'error',
  'no-unsafe-optional-chaining': 'error',
  'no-unused-labels': 'error',
  'no-useless-catch': 'error',
  'no-useless-escape': 'error',
  'no-var': 'error',
  'prefer-rest-params': 'off',
  'prefer-const': ['error', { destructuring: 'all' }],
  'use-isnan': 'error',
  'valid-typeof': 'error',
  // What is left to do is an issue or it is forgotten.
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true, caughtErrors: 'all' },
  ],
};

const offTests = /^(only|skip|skipIf|runIf|todo|fixme|fails)$/;
const offNames = /^(it|test|describe|suite|bench)$/;
const offMessage = 'A test that does not run is worse than none: it is still counted on. Repair it or remove it.';

/**
 * No test may be switched off, alone or in company.
 * @type {import('eslint').Linter.RulesRecord}
 */
const everyTestRuns = {
  'no-restricted-syntax': [
    'error',
    { selector: `MemberExpression[property.name=${offTests}][object.name=${offNames}]`, message: offMessage },
    { selector: `MemberExpression[property.name=${offTests}][object.property.name=${offNames}]`, message: offMessage },
  ],
};

export default tseslint.config(
  { ignores: ['build/', '.svelte-kit/', 'data/', 'node_modules/', 'static/', 'test-results/', '**/*.generated.ts', '**/*.d.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommended,
  ...svelte.configs.recommended,
  { files: ['**/*.{js,ts,svelte}'], rules: mistakes },
  {
    // The only rule that needs types: a promise nobody waits for loses its error, and the write it stood for.
    files: ['src/**/*.ts', 'scripts/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { '@typescript-eslint/no-floating-promises': 'error' },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // Props are declared with `let` by custom, and this one knows the runes.
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      // The Content-Security-Policy allows no inline style: the browser would drop it without a word.
      'svelte/no-inline-styles': 'error',
      // Addresses are localized by our own table, before Kit sees them.
      'svelte/no-navigation-without-resolve': 'off',
      // A space at the edge of a text is kept only inside a mustache.
      'svelte/no-useless-mustaches': 'off',
    },
  },
  { files: ['src/ui/RawSvg.svelte'], rules: { 'svelte/no-at-html-tags': 'off' } },
  { files: ['src/**/*.{ts,svelte}'], rules: { 'no-console': 'error' } },
  { files: ['**/*.test.ts', 'tests/**/*.ts'], rules: { ...everyTestRuns, 'no-loss-of-precision': 'off' } },
);
