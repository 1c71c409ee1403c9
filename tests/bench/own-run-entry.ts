/** What the bench runs in a browser: the own run, as the review page loads it. */
export { compareEffects } from '@/lib/simulate/proof/compare-effects'
export { proveEffects } from '@/lib/simulate/proof/prove-effects'
