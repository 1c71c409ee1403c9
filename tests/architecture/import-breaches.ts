import { builtinModules } from 'node:module'
import { importsOf, type Import, type Sources } from './sources'
import { ZONES, type Zone } from './zones'

/** Every import that crosses a wall, one sentence each. */
export function importBreaches(sources: Sources): string[] {
  const breaches: string[] = []
  for (const [file, text] of sources) {
    const zone = ZONES.find((candidate) => isIn(file, candidate.room))
    if (!zone) continue
    for (const one of importsOf(file, text)) {
      const breach = judge(zone, one)
      if (breach) breaches.push(`${file} ${breach}`)
    }
  }
  return breaches
}

/** Cycles among run-time imports, each as "a → b → a". */
export function importCycles(sources: Sources): string[] {
  const edges = new Map<string, string[]>()
  for (const [file, text] of sources) {
    const targets = importsOf(file, text)
      .filter((one) => !one.isTypeOnly)
      .flatMap((one) => locate(sources, one.to))
    edges.set(file, targets)
  }
  const cycles: string[] = []
  const done = new Set<string>()
  const walk = (file: string, trail: readonly string[]) => {
    const at = trail.indexOf(file)
    if (at >= 0) {
      cycles.push([...trail.slice(at), file].join(' → '))
      return
    }
    if (done.has(file)) return
    for (const next of edges.get(file) ?? []) walk(next, [...trail, file])
    done.add(file)
  }
  for (const file of edges.keys()) walk(file, [])
  return cycles
}

function judge(zone: Zone, one: Import): string | null {
  const isOurs = /^(app|components|db|lib|tests|bin)\//.test(one.to) || one.to.startsWith('.')
  if (isOurs) {
    const isAllowed = [zone.room, ...zone.may].some((room) => isIn(one.to, room))
    // components may name the shapes of flow inputs, never their code
    const isFlowType = zone.room === 'components' && one.isTypeOnly && isIn(one.to, 'lib/flows')
    const isDbType = one.isTypeOnly && zone.room === 'components' && isIn(one.to, 'db/queries')
    return isAllowed || isFlowType || isDbType ? null : `may not import ${one.to}`
  }
  const name = one.to
  if (name.startsWith('node:') || builtinModules.includes(name))
    return zone.nodeBuiltins ? null : `may not use the Node built-in ${name}`
  if (one.isTypeOnly && (name === 'viem' || name.startsWith('viem/'))) return null
  if (zone.packages === 'any') return null
  return zone.packages.some((pattern) => pattern.test(name)) ? null : `may not use the package ${name}`
}

function isIn(file: string, room: string): boolean {
  return file === room || `${file}.ts` === room || file.startsWith(`${room}/`)
}

function locate(sources: Sources, target: string): string[] {
  const found = [target, `${target}.ts`, `${target}.tsx`, `${target}/index.ts`].find((name) => sources.has(name))
  return found ? [found] : []
}
