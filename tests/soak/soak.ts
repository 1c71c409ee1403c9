import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Address } from 'viem'
import { parseAbi } from 'viem/utils'
import { z } from 'zod'
import { logPublicKey } from '@/lib/audit/checkpoint'
import { connectLocalChain } from '@/lib/desk/chain-client'
import { databaseUrls } from '@/lib/desk/databases'
import { fillDemoSafes } from '@/lib/desk/demo-world-chain'
import { openSecrets } from '@/lib/desk/environment'
import { readBalance } from '@/lib/desk/rehearsal/balances'
import { setStage } from '@/lib/desk/rehearsal/stage'
import type { Stagehand } from '@/lib/desk/rehearsal/stagehand'
import { fillChain } from '@/lib/desk/steps'
import { type Accounts, openAccounts } from './accounts'
import type { Kill } from './plan'
import { type SoakDesk, startSoakDesk } from './soak-desk'
import { takeWholeLog } from './whole-log'
import { type Accepted, withdraw } from './withdraw'

const NONCE = parseAbi(['function nonce() view returns (uint256)'])
const BACK_WITHIN_MS = 60_000
/** USDC base units a run pays: its number in dollars and cents, so that no two pay the same. */
const amountOf = (run: number) => ({
  text: `${run}.${String(run % 100).padStart(2, '0')}`,
  units: BigInt(run * 1_000_000 + (run % 100) * 10_000),
})

export type SoakOptions = {
  /** Names the run's withdrawals. */
  readonly seed: number
  readonly kills: readonly Kill[]
  /** No run begins after this time. */
  readonly stopAfterMs: number
  readonly say: (line: string) => void
}

export type SoakResult = {
  readonly runs: number
  readonly faults: readonly string[]
  /** Executions whose block the chain forgot when it was killed, and that were made good afterwards. */
  readonly vanished: number
}

type Ground = {
  readonly desk: SoakDesk
  readonly stage: Stagehand
  readonly safe: Address
  readonly accounts: Accounts
}

/**
 * Takes one withdrawal after the other to its end while parts of the desk, or all of it, are killed outright; afterwards
 * nothing may be lost and nothing done twice.
 */
export async function soak({ seed, kills, stopAfterMs, say }: SoakOptions): Promise<SoakResult> {
  const desk = await startSoakDesk()
  const faults: string[] = []
  let [runs, vanished] = [0, 0]
  try {
    const ground = await prepare(desk)
    const before = await paidSoFar(ground)
    const until = performance.now() + stopAfterMs
    const [ids, accepted]: [string[], Accepted[]] = [[], []]
    let expected = before.units
    for (const kill of kills) {
      if (performance.now() > until) break
      const run = (runs += 1)
      const [started, amount] = [performance.now(), amountOf(run)]
      expected += amount.units
      const what = `run ${run}: ${kill.target} killed ${kill.afterMs} ms into ${kill.step}`
      try {
        const done = await survive(ground, kill, {
          amount: amount.text,
          reference: `SOAK-${seed}-${String(run).padStart(5, '0')}`,
        })
        ids.push(done.id)
        accepted.push(...done.accepted)
        const now = await paidSoFar(ground)
        if (now.units !== expected) throw new Error(`the recipient has ${now.units}, not ${expected}`)
        if (now.nonce !== before.nonce + BigInt(run))
          throw new Error(`the Safe is at nonce ${now.nonce} after ${run} runs`)
        const seconds = ((performance.now() - started) / 1000).toFixed(1)
        say(`${what}, ${done.killed} processes; ${done.id} executed, ${done.handOvers} hand-overs, ${seconds} s`)
      } catch (error) {
        faults.push(`${what}: ${error instanceof Error ? error.message : String(error)}`)
        say(`LOST ${faults.at(-1)}`)
        break // what comes after would be measured against books that do not balance
      }
    }
    const closed = await closeBooks(ground, ids, accepted)
    faults.push(...closed.faults)
    vanished = closed.vanished
  } finally {
    await desk.stop()
  }
  return { runs, faults, vanished }
}

async function prepare(desk: SoakDesk): Promise<Ground> {
  const { webUrl: url, chainUrl, stateFolder } = desk
  const stage = await setStage({ url, chainUrl }, () => undefined)
  const { tokens } = await fillChain(chainUrl)
  const safe = (await fillDemoSafes(chainUrl, tokens)).find(({ id }) => id === 'operations')
  if (!safe) throw new Error('the demo world has an operations Safe')
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(path.join(stateFolder, name), 'utf8'))
  const secrets = z.object({ admin: z.string(), owner: z.string(), app: z.string() }).parse(await read('postgres.json'))
  const port = z.number().parse(await read('database-port.json'))
  return {
    desk,
    stage,
    safe: safe.address,
    accounts: openAccounts(databaseUrls({ port, secrets }, 'countersign').appUrl),
  }
}

async function survive({ desk, stage, accounts }: Ground, kill: Kill, form: { amount: string; reference: string }) {
  let killing: Promise<number> | null = null
  const fire = async (): Promise<number> => {
    await sleep(kill.afterMs)
    const killed = await desk.kill(kill.target)
    // Its user sees it gone and starts it again; what was left running is this start's to end.
    if (kill.target === 'supervisor' || kill.target === 'all') {
      await sleep(500)
      await desk.revive()
    }
    return killed
  }
  const strike = () => {
    killing ??= fire()
    // Awaited below; until then a failure must not end the process.
    killing.catch(() => undefined)
  }
  const done = await withdraw(stage, form, {
    onStep: (step) => void (step === kill.step && strike()),
    recover: async () => void (await desk.revive()),
    find: accounts.find,
  })
  // A step that was over before anybody looked: the kill comes now, and what is done has to stay done.
  strike()
  const killed = (await killing) ?? 0
  const again = await withdraw(stage, form, {
    onStep: (step) => {
      if (step !== 'confirm') throw new Error(`${done.id} was executed, and is at ${step} again`)
    },
    recover: async () => void (await desk.revive()),
    find: accounts.find,
  })
  if (again.id !== done.id) throw new Error(`${done.id} became ${again.id}`)
  if (killed === 0) throw new Error(`nothing was there to kill as ${kill.target}`)
  return { ...done, killed }
}

/** What the chain itself says, once it is back. */
async function paidSoFar({ stage, safe }: Ground): Promise<{ units: bigint; nonce: bigint }> {
  const client = connectLocalChain(stage.chainUrl)
  const deadline = performance.now() + BACK_WITHIN_MS
  for (;;) {
    try {
      const units = await readBalance(stage.chainUrl, stage.usdc, stage.recipient)
      return { units, nonce: await client.readContract({ address: safe, abi: NONCE, functionName: 'nonce' }) }
    } catch (error) {
      if (performance.now() > deadline) throw error
      await sleep(500)
    }
  }
}

async function closeBooks(
  { desk, stage, accounts }: Ground,
  ids: readonly string[],
  accepted: readonly Accepted[],
): Promise<Pick<SoakResult, 'faults' | 'vanished'>> {
  const { checkpoints } = await openSecrets(desk.stateFolder)
  const publicKey = logPublicKey(Buffer.from(checkpoints, 'base64'))
  const leaves = await takeWholeLog({ url: stage.url, chainId: stage.chainId, publicKey }, (read) =>
    ids.every((id) => read.some(({ action, object }) => object.id === id && action.endsWith('→ executed'))),
  )
  const vanished = leaves.filter(({ action }) => action === 'withdrawal confirming → executing').length
  return { faults: await accounts.faults(ids, accepted, leaves), vanished }
}
