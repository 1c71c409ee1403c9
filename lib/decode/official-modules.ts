import { isSameAddress } from '@/lib/core/address'

/** Address, name, and the chains it is published for (null: the same code wherever the address has code). */
type OfficialModule = readonly [address: string, name: string, chains: readonly number[] | null]

/** Safe modules as published by their authors (safe-modules-deployments). */
const MODULES: readonly OfficialModule[] = [
  ['0xCFbFaC74C26F8647cBDb8c5caf80BB5b32E43134', 'AllowanceModule 0.1.0', null],
  ['0x1Fb403834C911eB98d56E74F5182b0d64C3b3b4D', 'AllowanceModule 0.1.0', [137, 43114]],
  ['0xAA46724893dedD72658219405185Fb0Fc91e091C', 'AllowanceModule 0.1.1', null],
  ['0x691f59471Bfd2B7d639DCF74671a2d648ED1E331', 'AllowanceModule 1.0.0', null],
  ['0x75cf11467937ce3F2f357CE24ffc3DBF8fD5c226', 'Safe4337Module 0.3.0', null],
  ['0x4Aa5Bf7D840aC607cb5BD3249e6Af6FC86C04897', 'SocialRecoveryModule 0.1.0', null],
]

/** Name and version of an official module, or null. */
export function officialModule(chainId: number, address: string): string | null {
  const found = MODULES.find(([it, , chains]) => isSameAddress(it, address) && (chains?.includes(chainId) ?? true))
  return found?.[1] ?? null
}
