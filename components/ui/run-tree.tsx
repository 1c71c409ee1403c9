import type { Hex } from 'viem'
import { HexGroups } from './hex-groups'
import { Icon } from './icon'

export type RunFrame = {
  op: string
  fn: string
  /** Who calls, and who is called: names, or whole addresses. */
  from: string
  to: string
  address: Hex
  value: string | null
  gas: string | null
  failure: string | null
  isUndone: boolean
  children: readonly RunFrame[]
}

/** Who calls whom when it runs, nested as it runs. */
export function RunTree({ root }: { root: RunFrame }) {
  return (
    <div className="tree run">
      <FrameLine frame={root} />
      <FrameList frames={root.children} />
    </div>
  )
}

function FrameList({ frames }: { frames: readonly RunFrame[] }) {
  if (frames.length === 0) return null
  return (
    <ol>
      {frames.map((frame, at) => (
        <li key={at}>
          <FrameLine frame={frame} />
          <FrameList frames={frame.children} />
        </li>
      ))}
    </ol>
  )
}

function FrameLine({ frame }: { frame: RunFrame }) {
  const { op, fn, from, to, address, value, gas, failure, isUndone } = frame
  return (
    <div className={failure === null ? 'node' : 'node bad'}>
      <div className="l1">
        <span className="op">
          {failure !== null && <Icon name="v-critical" />}
          {op}
        </span>
        <span className="fn">{fn}</span>
        {gas !== null && <span className="cl">{gas}</span>}
      </div>
      <p>
        {from} calls <b>{to}</b>
        {value !== null && (
          <>
            {' '}
            with <b>{value}</b>
          </>
        )}
        {isUndone && <span className="quiet">, undone with the call around it</span>}
      </p>
      {to !== address && (
        <p className="quiet">
          <HexGroups hex={address} size={12} />
        </p>
      )}
      {failure !== null && (
        <p>
          <b className="critc">Fails:</b> {failure}
        </p>
      )}
    </div>
  )
}
