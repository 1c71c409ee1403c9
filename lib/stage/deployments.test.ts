import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { deploymentNamed, deploymentsOf, findDeployment } from '@/lib/stage/deployments'

const assets = 'node_modules/@safe-global/safe-deployments/dist/assets/'
type Published = {
  contractName: string
  version: string
  deployments: Record<string, { address: string; codeHash: string }>
  networkAddresses: Record<string, string | string[]>
}
const published: Published[] = readdirSync(assets).flatMap((folder) =>
  readdirSync(assets + folder).map(
    (file) => JSON.parse(readFileSync(`${assets}${folder}/${file}`, 'utf8')) as Published,
  ),
)

describe('official deployments', () => {
  it('holds every published contract on every published chain, and nothing else', () => {
    const expected = new Set<string>()
    for (const { contractName, version, deployments, networkAddresses } of published)
      for (const [chain, variants] of Object.entries(networkAddresses))
        for (const variant of [variants].flat())
          expected.add(
            [chain, contractName, version, deployments[variant]?.address, deployments[variant]?.codeHash].join(),
          )
    const chains = new Set(published.flatMap(({ networkAddresses }) => Object.keys(networkAddresses)))
    const held = [...chains].flatMap((chain) =>
      deploymentsOf(Number(chain)).map((it) => [chain, it.name, it.version, it.address, it.codeHash].join()),
    )
    expect(new Set(held)).toEqual(expected)
  })

  it('counts the local chain as having the canonical contracts of 1.3.0, 1.4.1 and 1.5.0', () => {
    const local = deploymentsOf(31337)
    expect(new Set(local.map((it) => it.version))).toEqual(new Set(['1.3.0', '1.4.1', '1.5.0']))
    expect(local.every((it) => it.variant === 'canonical')).toBe(true)
    expect(deploymentNamed(31337, 'MultiSendCallOnly', '1.5.0')?.address).toBe(
      '0xA83c336B20401Af773B6219BA5027174338D1836',
    )
  })

  it('looks up by bytes, whatever the spelling', () => {
    const address = '0x9641d764fc13c8B624c04430C7356C1C7C8102e2'
    expect(findDeployment(1, address.toLowerCase())).toMatchObject({
      name: 'MultiSendCallOnly',
      version: '1.4.1',
      address,
    })
  })

  it('prefers the variant that the chain prefers', () => {
    expect(deploymentNamed(10, 'MultiSendCallOnly', '1.3.0')?.variant).toBe(
      [
        published.find((it) => it.contractName === 'MultiSendCallOnly' && it.version === '1.3.0')?.networkAddresses[
          '10'
        ],
      ].flat()[0],
    )
  })

  it('knows no official contract on a chain without any, nor at another address', () => {
    expect(findDeployment(424242424242, '0x9641d764fc13c8B624c04430C7356C1C7C8102e2')).toBeNull()
    expect(findDeployment(1, '0x9641D727Ab74852146C69D545EbbBfd451CC02E2')).toBeNull()
  })

  it('stays within 10 kB compressed', () => {
    expect(gzipSync(readFileSync('lib/stage/deployments-table.ts')).length).toBeLessThan(10_000)
  })
})
