// Compiles Tokens.sol into tokens.json, which is committed: `node lib/desk/tokens/compile.mjs`.
import { readFileSync, writeFileSync } from 'node:fs'
import solc from 'solc'

const here = (name) => new URL(name, import.meta.url)
const source = 'Tokens.sol'
const input = {
  language: 'Solidity',
  sources: { [source]: { content: readFileSync(here(source), 'utf8') } },
  settings: {
    optimizer: { enabled: true, runs: 200 },
    evmVersion: 'cancun',
    // Without the metadata hash a changed comment does not change the token's address.
    metadata: { bytecodeHash: 'none', appendCBOR: false },
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
  },
}
const output = JSON.parse(solc.compile(JSON.stringify(input)))
const errors = (output.errors ?? []).filter((problem) => problem.severity === 'error')
if (errors.length > 0) throw new Error(errors.map((problem) => problem.formattedMessage).join('\n'))

const contracts = Object.entries(output.contracts[source])
  .filter(([, compiled]) => compiled.evm.bytecode.object !== '')
  .map(([name, compiled]) => [name, { abi: compiled.abi, bytecode: `0x${compiled.evm.bytecode.object}` }])
writeFileSync(here('tokens.json'), `${JSON.stringify(Object.fromEntries(contracts))}\n`)
process.stdout.write(`${contracts.map(([name]) => name).join(', ')}\n`)
