import { cache } from 'react'
import { readMark } from '@/db/queries/read-mark'
import type { MemberActor } from '@/lib/flows/actor'
import { deps } from '@/lib/session/deps'

/** How far this page has read. `viewerAt` asks first of all: what a page reads after it is never older. */
export const pageMark = cache((viewer: MemberActor) => readMark(deps().db, viewer))
