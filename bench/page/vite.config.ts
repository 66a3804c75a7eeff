import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// As the app is built, with this folder as its root.
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: { target: 'es2023', chunkSizeWarningLimit: 3000 },
});
