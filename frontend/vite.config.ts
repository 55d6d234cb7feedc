import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Relative addresses: the page is served from the binary's own asset server.
  base: './',
  plugins: [react(), tailwindcss()],
  build: {
    target: 'es2024',
    outDir: 'dist',
    emptyOutDir: true,
    chunkSizeWarningLimit: 1500,
  },
  server: { strictPort: true },
  test: {
    environment: 'happy-dom',
    setupFiles: ['src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    // Many share a machine: a slow one is no failure.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
