import type { SymbolTable } from './symbol-table'

/** Shapes of the severity levels: told apart without colour (octagon, triangle, diamond, rings, dashed square, tick). */
export const severitySymbols = {
  'v-critical': {
    box: 16,
    shapes: (
      <>
        <path
          fill="currentColor"
          fillRule="evenodd"
          d="M4.9.6h6.2l4.3 4.3v6.2l-4.3 4.3H4.9L.6 11.1V4.9zM8 6.7 5.7 4.4 4.4 5.7 6.7 8l-2.3 2.3 1.3 1.3L8 9.3l2.3 2.3 1.3-1.3L9.3 8l2.3-2.3-1.3-1.3z"
        />
      </>
    ),
  },
  'v-high': {
    box: 16,
    shapes: (
      <>
        <path fill="currentColor" fillRule="evenodd" d="M8 .8 15.6 15H.4zM7.1 5.8v4.6h1.8V5.8zm0 5.6v1.8h1.8v-1.8z" />
      </>
    ),
  },
  'v-medium': {
    box: 16,
    shapes: (
      <>
        <path
          fill="currentColor"
          fillRule="evenodd"
          d="m8 .3 7.7 7.7L8 15.7.3 8zM7.1 4.2v4.7h1.8V4.2zm0 5.7v1.8h1.8V9.9z"
        />
      </>
    ),
  },
  'v-low': {
    box: 16,
    shapes: (
      <>
        <circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" strokeWidth="1.6" />
        <path d="M1.4 8h13.2a6.6 6.6 0 0 1-13.2 0z" fill="currentColor" />
      </>
    ),
  },
  'v-info': {
    box: 16,
    shapes: (
      <>
        <circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" strokeWidth="1.4" />
        <path d="M7.1 7h1.8v4.6H7.1zm0-2.9h1.8v1.8H7.1z" fill="currentColor" />
      </>
    ),
  },
  'v-unknown': {
    box: 16,
    shapes: (
      <>
        <path
          d="M1.2 1.2h13.6v13.6H1.2z"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.4"
          strokeDasharray="2.4 1.6"
        />
        <path
          d="M5.8 6.2a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.8-1.1 1.6"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
        />
        <path d="M7.1 10.9h1.8v1.6H7.1z" fill="currentColor" />
      </>
    ),
  },
  'v-pass': {
    box: 16,
    shapes: (
      <>
        <path d="m2.5 8.6 3.7 3.6 7.3-8" fill="none" stroke="currentColor" strokeWidth="1.8" />
      </>
    ),
  },
} as const satisfies SymbolTable
