import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'

const server = process.env.MANTO_SERVER ?? 'http://127.0.0.1:8000'
const served = ['/api', '/_allauth', '/accounts', '/admin', '/static', '/health', '/ready', '/metrics', '/city', '/open311', '/openid', '/types', '/status', '/ledger', '/.well-known']

/** Fetches the typeface beside the script, so that words do not change their width once they stand there. */
const preloadTypeface: Plugin = {
  name: 'preload-typeface',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((file) => /next-latin-wght-normal.*\.woff2$/.test(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: '' },
          injectTo: 'head-prepend' as const,
        })),
  },
}

/** Lays each file's compressed forms beside it; the server gives a browser the one that it takes. */
const compress: Plugin = {
  name: 'compress',
  apply: 'build',
  enforce: 'post',
  writeBundle: {
    order: 'post',
    sequential: true,
    handler: ({ dir }) => {
      for (const file of readdirSync(`${dir}/assets`).filter((name) => /\.(js|css|svg)$/.test(name))) {
        const content = readFileSync(`${dir}/assets/${file}`)
        writeFileSync(`${dir}/assets/${file}.br`, brotliCompressSync(content))
        writeFileSync(`${dir}/assets/${file}.gz`, gzipSync(content, { level: 9 }))
      }
    },
  },
}

export default defineConfig({
  plugins: [
    react(),
    preloadTypeface,
    compress,
    VitePWA({
      // The manifest carries the city's own name and colours, so the server makes it; see index.html.
      manifest: false,
      injectRegister: null,
      registerType: 'prompt',
      workbox: {
        importScripts: ['/push.js'],
        // The shell works offline. The map (a large chunk) and the words of cities that say Lei are kept on first use;
        // tiles are never precached.
        globPatterns: ['**/*.{js,css,html,svg,woff2}'],
        globIgnores: ['**/maplibre*', '**/MapFace*', '**/pmtiles*', '**/desk*', '**/strings.it-lei*'],
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
  resolve: {
    alias: {
      '~verify': fileURLToPath(new URL('./verify/src', import.meta.url)),
      '~': fileURLToPath(new URL('./src', import.meta.url)),
    },
  },
  build: { assetsInlineLimit: 0, manifest: true, target: 'es2022' },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: Object.fromEntries([...served, '/manifest.webmanifest'].map((path) => [path, server])),
  },
  // Tests of pure parts say "@vitest-environment node" in their first line: a page takes long to make.
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'] },
})
