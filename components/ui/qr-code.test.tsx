import { renderToStaticMarkup } from 'react-dom/server'
import decodeQR from 'qr/decode.js'
import { expect, it } from 'vitest'
import { QrCode } from './qr-code'

const SCALE = 4

/** The drawing as a scanner's camera would have it: four pixels a module, dark where the path fills. */
function photograph(markup: string) {
  const modules = Number(/viewBox="0 0 (\d+)/.exec(markup)?.[1])
  const size = modules * SCALE
  const data = new Uint8Array(size * size * 4).fill(255)
  for (const [, x, y, width] of markup.matchAll(/M(\d+) (\d+)h(\d+)v1/g))
    for (let row = Number(y) * SCALE; row < (Number(y) + 1) * SCALE; row += 1)
      data.fill(0, (row * size + Number(x) * SCALE) * 4, (row * size + (Number(x) + Number(width)) * SCALE) * 4)
  for (let at = 3; at < data.length; at += 4) data[at] = 255
  return { width: size, height: size, data }
}

it.each([
  'https://desk.example/withdrawals/W-1001#0x' + 'a1'.repeat(32),
  'http://localhost:3000/withdrawals/W-1#0x' + '0f'.repeat(32),
])('is read by a scanner as what it was given: %s', (text) => {
  expect(decodeQR(photograph(renderToStaticMarkup(<QrCode text={text} label="Test" />)))).toBe(text)
})
