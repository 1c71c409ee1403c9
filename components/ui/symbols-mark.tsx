import type { SymbolTable } from './symbol-table'

/** The brand mark, spine marks, provenance squares, timeline dots and controls. */
export const markSymbols = {
  mark: {
    box: 20,
    shapes: (
      <>
        <path d="M1 1h18v18H1z" fill="none" stroke="currentColor" strokeWidth="2" />
        <path d="M5.5 7.6h9M5.5 12.4h9" stroke="currentColor" strokeWidth="2" />
      </>
    ),
  },
  eq: {
    box: 16,
    shapes: (
      <>
        <path d="M2 5.6h12M2 10.4h12" stroke="currentColor" strokeWidth="1.6" />
      </>
    ),
  },
  ne: {
    box: 16,
    shapes: (
      <>
        <path d="M2 5.6h12M2 10.4h12M11 1.6 5 14.4" stroke="currentColor" strokeWidth="1.9" />
      </>
    ),
  },
  plus: {
    box: 16,
    shapes: (
      <>
        <path d="M8 2v12M2 8h12" stroke="currentColor" strokeWidth="2" />
      </>
    ),
  },
  's-book': {
    box: 12,
    shapes: (
      <>
        <path d="M1 1h10v10H1z" fill="currentColor" />
      </>
    ),
  },
  's-own': {
    box: 12,
    shapes: (
      <>
        <path d="M1 1h10v10H1z" fill="none" stroke="currentColor" strokeWidth="1.4" />
        <path d="M4 4h4v4H4z" fill="currentColor" />
      </>
    ),
  },
  's-off': {
    box: 12,
    shapes: (
      <>
        <path d="M1 1h10v10H1z" fill="none" stroke="currentColor" strokeWidth="1.4" />
      </>
    ),
  },
  's-none': {
    box: 12,
    shapes: (
      <>
        <path d="M1 1h10v10H1z" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2 1.4" />
      </>
    ),
  },
  'd-on': {
    box: 13,
    shapes: (
      <>
        <circle cx="6.5" cy="6.5" r="4" fill="currentColor" />
      </>
    ),
  },
  'd-off': {
    box: 13,
    shapes: (
      <>
        <circle cx="6.5" cy="6.5" r="3.6" fill="none" stroke="currentColor" strokeWidth="1.4" />
      </>
    ),
  },
  'd-sq': {
    box: 13,
    shapes: (
      <>
        <path d="M2.5 2.5h8v8h-8z" fill="currentColor" />
      </>
    ),
  },
  minus: {
    box: 16,
    shapes: (
      <>
        <path d="M2 8h12" stroke="currentColor" strokeWidth="2" />
      </>
    ),
  },
  theme: {
    box: 16,
    shapes: (
      <>
        <circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" strokeWidth="1.4" />
        <path d="M8 1.7a6.3 6.3 0 0 1 0 12.6z" fill="currentColor" />
      </>
    ),
  },
} as const satisfies SymbolTable
