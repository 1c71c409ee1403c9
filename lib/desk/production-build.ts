import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

const BUILD_FOLDER = '.next'
// What Next writes beside a finished build; `env` holds the constant that was put into it.
const manifest = z.object({ config: z.object({ env: z.object({ COUNTERSIGN_DEMO: z.string() }) }) })

/** Why there is no production build to start here; empty when there is one. */
export async function findProductionBuildFaults(folder = BUILD_FOLDER): Promise<string[]> {
  const [buildId, text] = await Promise.all(
    ['BUILD_ID', 'required-server-files.json'].map((name) => read(folder, name)),
  )
  if (!buildId || !text) return [`There is no production build in ${folder}: run npm run build`]
  const parsed = manifest.safeParse(JSON.parse(text))
  return parsed.data?.config.env.COUNTERSIGN_DEMO === ''
    ? []
    : [`The build in ${folder} is not the production build: run npm run build without COUNTERSIGN_DEMO`]
}

async function read(folder: string, name: string): Promise<string | null> {
  return await readFile(path.join(folder, name), 'utf8').catch(() => null)
}
