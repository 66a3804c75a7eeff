import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The base is relative, so that dist/ works from any sub-path of any static host.
export default defineConfig({
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: { target: 'es2023', chunkSizeWarningLimit: 1600 },
  preview: { port: 4173, strictPort: false },
});
