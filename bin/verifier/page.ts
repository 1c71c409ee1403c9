import { createHash } from 'node:crypto'
import path from 'node:path'
import { build, type Plugin } from 'esbuild'

export type VerifierPage = { readonly html: string; /** SHA-256 of the file, hex. */ readonly sha256: string }

const ROOT = path.resolve(import.meta.dirname, '../..')

/**
 * The offline verifier as one file: script, styles and fonts inside, no network by its own policy. The same sources give the
 * same bytes, wherever and whenever it is built.
 */
export async function buildVerifierPage(): Promise<VerifierPage> {
  const [script, style] = await Promise.all([bundle('components/verifier/entry.tsx'), bundle('app/globals.css')])
  const html = pageOf(script, style)
  return { html, sha256: createHash('sha256').update(html).digest('hex') }
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: ['chrome123', 'firefox120', 'safari17.5'],
    jsx: 'automatic',
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.woff2': 'dataurl' },
    plugins: [publicFiles],
  })
  const [output] = outputFiles
  if (!output) throw new Error(`${entry} gives no output`)
  return output.text.trim()
}

// Styles name fonts as the web serves them.
const publicFiles: Plugin = {
  name: 'public-files',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\/fonts\// }, ({ path: url }) => ({ path: path.join(ROOT, 'public', url) }))
  },
}

const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

function pageOf(script: string, style: string): string {
  const policy = [
    "default-src 'none'",
    `script-src ${digest(script)}`,
    `style-src ${digest(style)}`,
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Verify a Safe transaction · Countersign</title>
<style>${style}</style>
</head>
<body>
<div id="root"></div>
<script>${script}</script>
</body>
</html>
`
}
