'use client'
import { Button } from './button'

/** Opens the browser's own print dialog. No button is on the paper. */
export const PrintButton = () => <Button onClick={() => window.print()}>Print</Button>
