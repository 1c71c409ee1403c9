import { writeFileSync } from 'node:fs'
import { rulesPage } from '@/tests/rules-page'

// `npm run build:rules` writes the page that a test compares.
writeFileSync('lib/assess/rules/README.md', rulesPage())
