import type { ReactNode } from 'react'
import { Icon } from './icon'
import type { SymbolName } from './sprite'

export type BannerTone = 'freeze' | 'critical' | 'high' | 'medium'

const SYMBOL: Record<BannerTone, SymbolName> = {
  freeze: 'st-frozen',
  critical: 'v-critical',
  high: 'v-high',
  medium: 'v-medium',
}

/** Across every page that what it says touches: `<Banner tone="freeze" title="Treasury Cold is frozen">since …`. */
export function Banner({ tone, title, children, action }: BannerProps) {
  return (
    <div className={`banner ${tone}`}>
      <Icon name={SYMBOL[tone]} />
      <p>
        <b>{title}</b> {children}
      </p>
      {action}
    </div>
  )
}

type BannerProps = { tone: BannerTone; title: string; children?: ReactNode; action?: ReactNode }
