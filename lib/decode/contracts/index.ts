import { allowanceModule } from '@/lib/decode/contracts/allowance-module'
import { ownership, upgrades } from '@/lib/decode/contracts/control'
import { createCall } from '@/lib/decode/contracts/create-call'
import { entryPoint } from '@/lib/decode/contracts/entry-point'
import { erc20 } from '@/lib/decode/contracts/erc20'
import { erc1155, erc721 } from '@/lib/decode/contracts/erc721'
import { compoundTimelock, governor } from '@/lib/decode/contracts/governor'
import { arbitrum, optimism } from '@/lib/decode/contracts/messengers'
import { multicall } from '@/lib/decode/contracts/multicall'
import { multicall3 } from '@/lib/decode/contracts/multicall3'
import { multisend } from '@/lib/decode/contracts/multisend'
import { permit2 } from '@/lib/decode/contracts/permit2'
import { safe } from '@/lib/decode/contracts/safe'
import { safeMigration } from '@/lib/decode/contracts/safe-migration'
import { safeProxyFactory } from '@/lib/decode/contracts/safe-proxy-factory'
import { safeSingleton } from '@/lib/decode/contracts/safe-singleton'
import { safeToL2Migration } from '@/lib/decode/contracts/safe-to-l2-migration'
import { safeToL2Setup } from '@/lib/decode/contracts/safe-to-l2-setup'
import { signMessageLib } from '@/lib/decode/contracts/sign-message-lib'
import { smartAccount } from '@/lib/decode/contracts/smart-account'
import { timelock } from '@/lib/decode/contracts/timelock'
import { aave, cowSwap, lido, weth } from '@/lib/decode/contracts/treasury'
import type { ContractDefinition } from '@/lib/decode/contracts/types'
import { deposits, uniswapV2, vault } from '@/lib/decode/contracts/vaults'
import { uniswapPositions, uniswapRouter } from '@/lib/decode/contracts/uniswap'
import { universalRouter } from '@/lib/decode/contracts/universal-router'

/** Asked in this order; the Safe first, so that nothing else can ever read a self-call. */
export const CONTRACTS: readonly ContractDefinition[] = [
  safe,
  multisend,
  signMessageLib,
  safeMigration,
  safeToL2Migration,
  safeToL2Setup,
  safeProxyFactory,
  safeSingleton,
  createCall,
  allowanceModule,
  erc20,
  erc721,
  erc1155,
  permit2,
  multicall3,
  multicall,
  universalRouter,
  uniswapRouter,
  uniswapPositions,
  weth,
  lido,
  aave,
  cowSwap,
  vault,
  uniswapV2,
  deposits,
  ownership,
  upgrades,
  timelock,
  governor,
  compoundTimelock,
  smartAccount,
  entryPoint,
  optimism,
  arbitrum,
]
