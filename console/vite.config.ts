import { defineConfig } from 'vite';

// Built files are content-hashed, so that the server may let browsers keep them for ever.
export default defineConfig({
  build: {
    outDir: '../build/console',
    emptyOutDir: true,
    assetsInlineLimit: 0, // nothing inline: the server's content security policy forbids it
    modulePreload: { polyfill: false },
    cssMinify: 'lightningcss',
    reportCompressedSize: true,
  },
  css: {
    lightningcss: { errorRecovery: true },
    preprocessorOptions: { scss: { loadPaths: ['.', 'node_modules', 'node_modules/govuk-frontend/dist'], quietDeps: true } },
  },
});
