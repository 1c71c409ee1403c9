import type { ReactNode } from 'react'

/** `box` is the side of the square view box. */
export type SymbolTable = Readonly<Record<string, { readonly box: number; readonly shapes: ReactNode }>>
