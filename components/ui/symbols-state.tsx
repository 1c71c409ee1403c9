import type { SymbolTable } from './symbol-table'

/** One glyph per lifecycle state. */
export const stateSymbols = {
  'st-await': {
    box: 13,
    shapes: (
      <>
        <path d="M1 4.5h3v4H1zm8 0h3v4H9z" fill="none" stroke="currentColor" strokeWidth="1.2" />
        <path d="M5 4.5h3v4H5z" fill="currentColor" />
      </>
    ),
  },
  'st-cool': {
    box: 13,
    shapes: (
      <>
        <circle cx="6.5" cy="6.5" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.3" />
        <path d="M6.5 3.2v3.5l2.3 1.5" fill="none" stroke="currentColor" strokeWidth="1.3" />
      </>
    ),
  },
  'st-ready': {
    box: 13,
    shapes: (
      <>
        <path d="M3 1.5v10l8-5z" fill="currentColor" />
      </>
    ),
  },
  'st-exec': {
    box: 13,
    shapes: (
      <>
        <path d="M1 6.5h9M6.8 3l3.6 3.5L6.8 10" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </>
    ),
  },
  'st-done': {
    box: 13,
    shapes: (
      <>
        <path d="m1.6 7 3.2 3.1 6.4-7" fill="none" stroke="currentColor" strokeWidth="1.7" />
      </>
    ),
  },
  'st-stop': {
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
  'st-held': {
    box: 13,
    shapes: (
      <>
        <path d="M2.8 1.8h2.4v9.4H2.8zm5 0h2.4v9.4H7.8z" fill="currentColor" />
      </>
    ),
  },
  'st-dead': {
    box: 13,
    shapes: (
      <>
        <circle cx="6.5" cy="6.5" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.3" />
        <path d="M3 10 10 3" stroke="currentColor" strokeWidth="1.3" />
      </>
    ),
  },
  'st-fail': {
    box: 13,
    shapes: (
      <>
        <path d="m2.4 2.4 8.2 8.2m0-8.2-8.2 8.2" stroke="currentColor" strokeWidth="1.8" />
      </>
    ),
  },
  'st-draft': {
    box: 13,
    shapes: (
      <>
        <circle cx="6.5" cy="6.5" r="5" fill="none" stroke="currentColor" strokeWidth="1.3" strokeDasharray="2.2 1.6" />
      </>
    ),
  },
  'st-staged': {
    box: 13,
    shapes: (
      <>
        <circle cx="6.5" cy="6.5" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.3" />
      </>
    ),
  },
  'st-screen': {
    box: 13,
    shapes: (
      <>
        <circle cx="6.5" cy="6.5" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.3" />
        <path d="M6.5 1.3a5.2 5.2 0 0 1 0 10.4z" fill="currentColor" />
      </>
    ),
  },
  'st-conf': {
    box: 13,
    shapes: (
      <>
        <path d="M1 10.5h2v-3H1zm3.3 0h2v-6h-2zm3.3 0h2v-9h-2z" fill="currentColor" />
        <path d="M11.5 1.5v9" stroke="currentColor" strokeWidth="1.3" strokeDasharray="1.5 1.5" />
      </>
    ),
  },
  'st-super': {
    box: 13,
    shapes: (
      <>
        <path d="M1.5 4.5h7v7h-7z" fill="none" stroke="currentColor" strokeWidth="1.3" />
        <path d="M4.5 4V1.5h7v7H9" fill="none" stroke="currentColor" strokeWidth="1.3" />
      </>
    ),
  },
  'st-revert': {
    box: 13,
    shapes: (
      <>
        <path d="M4.5 2 1.8 4.8l2.7 2.8M2 4.8h6a3 3 0 0 1 0 6H4" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </>
    ),
  },
  'st-cpend': {
    box: 13,
    shapes: (
      <>
        <circle
          cx="6.5"
          cy="6.5"
          r="5.2"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.3"
          strokeDasharray="2.2 1.6"
        />
        <path d="M3 10 10 3" stroke="currentColor" strokeWidth="1.3" />
      </>
    ),
  },
  'st-frozen': {
    box: 16,
    shapes: (
      <>
        <path
          d="M8 .8v14.4M1.8 4.4l12.4 7.2M1.8 11.6l12.4-7.2M5.6 1.9 8 4l2.4-2.1M5.6 14.1 8 12l2.4 2.1"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
        />
      </>
    ),
  },
} as const satisfies SymbolTable
