import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'

const server = process.env.MANTO_SERVER ?? 'http://127.0.0.1:8000'
const served = ['/api', '/_allauth', '/accounts', '/admin', '/static', '/health', '/ready', '/metrics', '/city']

export default defineConfig({
  plugins: [
    react(),
    VitePWA({
      // The manifest carries the city's own name and colours, so the server makes it; see index.html.
      manifest: false,
      injectRegister: null,
      registerType: 'prompt',
      workbox: {
        // The shell works offline. The map (a large chunk) is kept on first use; tiles are never precached.
        globPatterns: ['**/*.{js,css,html,svg,woff2}'],
        globIgnores: ['**/maplibre*', '**/MapFace*', '**/pmtiles*', '**/desk*'],
        navigateFallback: '/index.html',
        navigateFallbackDenylist: served.map((path) => new RegExp(`^${path}(/|$)`)),
        cleanupOutdatedCaches: true,
        runtimeCaching: [
          {
            urlPattern: ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
            handler: 'CacheFirst',
            options: { cacheName: 'assets', expiration: { maxEntries: 80 } },
          },
        ],
      },
    }),
  ],
  resolve: { alias: { '~': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: { assetsInlineLimit: 0, manifest: true, target: 'es2022' },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: Object.fromEntries([...served, '/manifest.webmanifest'].map((path) => [path, server])),
  },
  // Tests of pure parts say "@vitest-environment node" in their first line: a page takes long to make.
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'] },
})
