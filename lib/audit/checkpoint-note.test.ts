import { describe, expect, it } from 'vitest'
import { checkpointNote, isSignedBy, logPublicKey } from '@/lib/audit/checkpoint'
import { readCheckpointNote } from '@/lib/audit/checkpoint-note'
import { sampleCheckpoint, sampleKey, sampleLeaves } from '@/tests/builders/sample-log'

const checkpoint = sampleCheckpoint(sampleLeaves(3), 3)
const note = checkpointNote(checkpoint)

describe('readCheckpointNote', () => {
  it('gives the checkpoint back, with a signature that still verifies', () => {
    const read = readCheckpointNote(note)
    expect(read).toEqual(checkpoint)
    expect(read && isSignedBy(read, logPublicKey(sampleKey))).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['a cut note', note.slice(0, -2)],
    ['a size written otherwise', note.replace('\n3\n', '\n03\n')],
    ['a line more', `${note}more\n`],
    ['another name beside the signature', note.replace('— countersign/acme', '— countersign/other')],
    ['a root of other length', note.replace(/\n3\n\S+\n/, '\n3\nAAAA\n')],
  ])('refuses %s', (_name, text) => {
    expect(readCheckpointNote(text)).toBeNull()
  })
})
