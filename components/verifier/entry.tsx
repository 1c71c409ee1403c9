import { createRoot } from 'react-dom/client'
import { ANNOUNCER_ID } from '../ui/announce'
import { Sprite } from '../ui/sprite'
import { Verifier } from './verifier'

const root = document.getElementById('root')
if (!root) throw new Error('verify.html has a root')
createRoot(root).render(
  <>
    <Sprite />
    <Verifier />
    <div id={ANNOUNCER_ID} className="sr" role="status" />
  </>,
)
