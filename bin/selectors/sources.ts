/** A published package whose ABIs name functions; the integrity is that of its tarball. */
export type SelectorSource = { readonly name: string; readonly version: string; readonly integrity: string }

/** Licences under which a package may be read here. The package's own field is what counts, read again at each build. */
export const LICENCES: readonly string[] = ['MIT', 'Apache-2.0']

/** Adding one is a line here and `npm run build:selectors`. */
export const SELECTOR_SOURCES: readonly SelectorSource[] = [
  {
    name: '@openzeppelin/contracts',
    version: '3.4.2',
    integrity: 'sha512-z0zMCjyhhp4y7XKAcDAi3Vgms4T2PstwBdahiO0+9NaGICQKjynK3wduSRplTgk4LXmoO1yfDGO5RbjKYxtuxA==',
  },
  {
    name: '@openzeppelin/contracts',
    version: '4.9.6',
    integrity: 'sha512-xSmezSupL+y9VkHZJGDoCBpmnB2ogM13ccaYDWqJTfS3dbuHkgjuwDFUmaFauBCboQMGB/S5UqUl2y54X99BmA==',
  },
  {
    name: '@openzeppelin/contracts',
    version: '5.7.0',
    integrity: 'sha512-IL2AZpI+7THMzt1u6Cxmc1zLwVnudtUGvrqXQ/HnbLKfQ/8dIWMMQPDwPIjRQzNrlAo4cxZaCGRB/XvwPo9ILA==',
  },
  {
    name: '@openzeppelin/contracts-upgradeable',
    version: '4.9.6',
    integrity: 'sha512-m4iHazOsOCv1DgM7eD7GupTJ+NFVujRZt1wzddDPSVGpWdKq1SKkla5htKG7+IS4d2XOCtzkUNwRZ7Vq5aEUMA==',
  },
  {
    name: '@openzeppelin/contracts-upgradeable',
    version: '5.7.0',
    integrity: 'sha512-dHA/P3AFsnNXcv82Kge/v35kK0ByNe1EFv4vvOnl//lc8svwRcj5i/bdXd5mdMolD4rjSKy6EWOwc6+7h1gjaQ==',
  },
  {
    name: '@chainlink/contracts',
    version: '1.2.0',
    integrity: 'sha512-rcHxzYKcVErANPiLTfL+KOklmHGu8eCB3XtPZolJSQLbH3ZNw9IkaGynQ1IjNUlAnTwFw5c72FCKrNN023xD7g==',
  },
  {
    name: '@0x/contract-artifacts',
    version: '3.18.1',
    integrity: 'sha512-aco5hSO/tF1QUm3W3siq09TUF/7enBzLlNh5IjFRFueXDjOeWRqHSJ9h2A9RmuTBPqA9qi7XYx53tV2cbCbJ1w==',
  },
  {
    name: '@account-abstraction/contracts',
    version: '0.8.0',
    integrity: 'sha512-8krPx/gpnoT+5xAroagVCbeA7FbUigMZWXFKKPm+oghyr29Dksssdx5sI7xGv9212i4JPaDDUGFk58dpuwVgHA==',
  },
  {
    name: '@eth-optimism/contracts',
    version: '0.6.0',
    integrity: 'sha512-vQ04wfG9kMf1Fwy3FEMqH2QZbgS0gldKhcBeBUPfO8zu68L61VI97UDXmsMQXzTsEAxK8HnokW3/gosl4/NW3w==',
  },
  {
    name: '@eth-optimism/contracts-bedrock',
    version: '0.17.3',
    integrity: 'sha512-cHPO7ntWeOBDLO7ZFFSZGI1D7CDqf4loRbRVJrFIsqLEz+hysWIqA0e3dv2GnrjVeuYePBfI2NTBEG4uwz9bQQ==',
  },
  {
    name: '@axelar-network/axelar-cgp-solidity',
    version: '6.4.0',
    integrity: 'sha512-Xnw5xi234B1cmTCzgudV8zq+DDjJ1d1U362CM0vKH1FWmZprKIdqgmOYkiRyu+QiVhnznKiBURiSEHVrNjtYpw==',
  },
  {
    name: '@axelar-network/axelar-gmp-sdk-solidity',
    version: '6.2.0',
    integrity: 'sha512-jiDnCAffb+Xhf4r4FZoVuiS5BY37sSd0lYDVf84qklYfpf761yoncL9H0FWkEKakBH/owQ3FuyeLld6dHqTYhg==',
  },
  {
    name: '@pythnetwork/entropy-sdk-solidity',
    version: '2.2.1',
    integrity: 'sha512-vwP7uJby591PWl78nA/lFkAsy9vSNV4DdvcqHxkAZEHhcAobVqErAMFSqp6HRO/epe07WKCorT+7favHh4sCjQ==',
  },
  {
    name: '@pythnetwork/pyth-sdk-solidity',
    version: '4.3.1',
    integrity: 'sha512-dAzsVDSKXS/Tbhik5Hp2kix3vDp98SlCXmputDIOkVyF4SKKnhXmIn+iGVmSQdrlF9jCFtvjBj7XYP+9wwpA4A==',
  },
  {
    name: '@thirdweb-dev/contracts',
    version: '3.15.0',
    integrity: 'sha512-sIXPy6zNqW9K9h8xgCnsRQVrqmmMdxoDqut4eAZj1CJzMax5TyrNBoSYCfAX0et8KApvBeCVeJQhUHSWpBNIVw==',
  },
  {
    name: '@animoca/ethereum-contracts',
    version: '4.2.1',
    integrity: 'sha512-jpUTxe7DfXLeS/CncKqcGAqyItxz16E+BKrD3xOXArXiobc9dIMAX0/DrMi15xlTh3OIbun6z/6F8MA3TxxWFA==',
  },
  {
    name: '@erc725/smart-contracts',
    version: '8.0.1',
    integrity: 'sha512-qKYxCYpg6f6J9yg0S0DHhY6+J0pNgx63tlNxHn0Y0RrRNxTeld3R/MV8+aKukr2s/q5+K4rEJd4/57ok9gpc2w==',
  },
  {
    name: '@lukso/lsp-smart-contracts',
    version: '0.17.4',
    integrity: 'sha512-Ixh9VLJo9SPHBh9LyxmW8XEstEU82wSdJM7g9vy8s/9KhzrFFcX16OSRgZsmpy6f/HDn4Tlio8AjddpOfN4mWg==',
  },
]
