import hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const PURE = ['core', 'chains', 'stage', 'decode', 'simulate', 'assess', 'policy', 'approve', 'execute', 'audit']
const IMPURE_GLOBALS = [
  'fetch',
  'process',
  'window',
  'document',
  'localStorage',
  'sessionStorage',
  'setTimeout',
  'setInterval',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'Buffer',
  'require',
  'performance',
  'navigator',
]

const noEnum = { selector: 'TSEnumDeclaration', message: 'Unions over enums.' }
const noDoubleCast = { selector: 'TSAsExpression > TSAsExpression', message: 'A double cast hides a wrong type.' }
const noClock = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Pure code receives `now`.' },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Pure code receives `now`.' },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Pure code has no randomness.' },
  {
    selector: "MemberExpression[object.name='crypto'][property.name=/^(getRandomValues|randomUUID)$/]",
    message: 'Pure code has no randomness.',
  },
]

export default tseslint.config(
  { ignores: ['node_modules', '.next', '.next-demo', '.desk', 'next-env.d.ts', 'tests/fixtures', 'lib/desk/tokens'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { 'react-hooks': hooks },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-console': 'error',
      'no-eval': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', 300],
      'no-restricted-syntax': ['error', noEnum, noDoubleCast],
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
    },
  },
  {
    files: PURE.map((room) => `lib/${room}/**/*.ts`),
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', ...IMPURE_GLOBALS],
      'no-restricted-syntax': ['error', noEnum, noDoubleCast, ...noClock],
    },
  },
)
