import { plain } from '@/lib/decode/contracts/functions'
import { pinned } from '@/lib/decode/contracts/pinned'

/** ERC-721 and ERC-1155 transfers and operators; the first two also at the position NFTs of Uniswap. */
export const erc721 = pinned(
  'erc721',
  ['Uniswap V3 positions'],
  plain(
    'setApprovalForAll(address operator, bool approved)',
    'safeTransferFrom(address from, address to, uint256 tokenId)',
    'safeTransferFrom(address from, address to, uint256 tokenId, bytes data)',
    'transferFrom(address from, address to, uint256 tokenId)',
    'approve(address to, uint256 tokenId)',
    'burn(uint256 tokenId)',
  ),
)

export const erc1155 = pinned(
  'erc1155',
  [],
  plain(
    'safeTransferFrom(address from, address to, uint256 id, uint256 amount, bytes data)',
    'safeBatchTransferFrom(address from, address to, uint256[] ids, uint256[] amounts, bytes data)',
  ),
)
