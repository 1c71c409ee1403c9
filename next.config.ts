import type { NextConfig } from 'next'

const isDemo = process.env.COUNTERSIGN_DEMO === '1'

const config: NextConfig = {
  // Two builds side by side; the constant is inlined so that the demo kit vanishes from the production output.
  distDir: isDemo ? '.next-demo' : '.next',
  env: { COUNTERSIGN_DEMO: isDemo ? '1' : '' },
  reactStrictMode: true,
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  generateBuildId: () => 'countersign',
  serverExternalPackages: ['@safe-global/protocol-kit', 'graphile-worker', 'pg'],
  typescript: { ignoreBuildErrors: false },
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'Referrer-Policy', value: 'no-referrer' },
        { key: 'X-Frame-Options', value: 'DENY' },
        { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
        { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
        {
          key: 'Permissions-Policy',
          value:
            'camera=(), microphone=(), geolocation=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
        },
      ],
    },
  ],
}

export default config
