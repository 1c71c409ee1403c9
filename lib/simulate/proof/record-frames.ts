import type { EVM, EVMResult, Message } from '@ethereumjs/evm'
import { bytesToHex } from '@ethereumjs/util'
import type { Address } from 'viem'
import { getAddress } from 'viem/utils'
import { ZERO_ADDRESS } from '@/lib/core/address'
import type { TraceFrame } from '@/lib/simulate/frames'

type Open = Omit<TraceFrame, 'output' | 'error' | 'gasUsed' | 'logs' | 'calls'> & { readonly calls: TraceFrame[] }

/** The frames of one call, as a node's call tracer has them, precompiled contracts left out. */
export async function recordFrames(evm: EVM, run: () => Promise<EVMResult>): Promise<TraceFrame> {
  const open: Open[] = []
  let root: TraceFrame | null = null
  const enter = (message: Message) => {
    open.push(frameOf(message))
  }
  const leave = (result: EVMResult) => {
    const frame = open.pop()
    if (frame === undefined) throw new Error('a frame ends that never began')
    const done = closed(frame, result)
    const parent = open.at(-1)
    if (parent === undefined) root = done
    // The outermost holds every log that was not undone; kept inside as well they would count twice.
    else if (!isPrecompiled(done.to)) parent.calls.push({ ...done, logs: [] })
  }
  evm.events.on('beforeMessage', enter)
  evm.events.on('afterMessage', leave)
  try {
    await run()
  } finally {
    evm.events.off('beforeMessage', enter)
    evm.events.off('afterMessage', leave)
  }
  if (root === null) throw new Error('a call that ran has a frame')
  return root
}

// A delegatecall runs another's code in the place of the one that makes it.
function frameOf(message: Message): Open {
  const to = message.to === undefined ? null : addressOf(message.to.toString())
  const common = { value: message.value, input: bytesToHex(message.data), calls: [] }
  if (to === null)
    return {
      kind: message.salt === undefined ? 'CREATE' : 'CREATE2',
      from: callerOf(message),
      to: ZERO_ADDRESS,
      ...common,
    }
  const code = addressOf(message.codeAddress.toString())
  if (message.delegatecall) return { kind: 'DELEGATECALL', from: to, to: code, ...common }
  if (code !== to) return { kind: 'CALLCODE', from: to, to: code, ...common }
  return { kind: message.isStatic ? 'STATICCALL' : 'CALL', from: callerOf(message), to, ...common }
}

function closed(frame: Open, { execResult, createdAddress }: EVMResult): TraceFrame {
  const { exceptionError, returnValue, executionGasUsed, logs = [] } = execResult
  return {
    ...frame,
    to: createdAddress === undefined ? frame.to : addressOf(createdAddress.toString()),
    output: bytesToHex(returnValue),
    error: exceptionError?.error ?? null,
    gasUsed: executionGasUsed,
    // Those of the calls inside are among them.
    logs: logs.map(([address, topics, data]) => ({
      address: addressOf(bytesToHex(address)),
      topics: topics.map((topic) => bytesToHex(topic)),
      data: bytesToHex(data),
    })),
  }
}

const callerOf = ({ caller }: Message): Address => addressOf(caller.toString())
const addressOf = (text: string): Address => getAddress(text)
const isPrecompiled = (address: Address): boolean => address !== ZERO_ADDRESS && BigInt(address) < 0x200n
