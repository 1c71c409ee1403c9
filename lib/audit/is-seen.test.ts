import { expect, it } from 'vitest'
import { isSeen } from './is-seen'

it.each([
  ['ended before any that still ran', '10:20:10,12', '9', true],
  ['ended beside some that still ran', '10:20:10,12', '11', true],
  ['still ran, though a later one had ended', '10:20:10,12', '12', false],
  ['was the oldest that still ran', '10:20:10', '10', false],
  ['had not begun', '10:20:10,12', '20', false],
  ['came later', '10:20:', '21', false],
  ['nothing ran', '20:20:', '19', true],
  ['beyond 32 bits', '4294967400:4294967400:', '4294967300', true],
])('a transaction that %s', (_what, snapshot, xid, expected) => expect(isSeen(snapshot, xid)).toBe(expected))

it.each([
  ['', '1'],
  ['10:20', '1'],
  ['10:20:', ''],
  ['10:20:', '-1'],
  ['x:y:z', '1'],
])('takes %j and %j for news', (snapshot, xid) => expect(isSeen(snapshot, xid)).toBe(false))
