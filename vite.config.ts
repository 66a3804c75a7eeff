import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { offline } from './scripts/offline';
import { thirdPartyNotices } from './scripts/third-party-notices';

const notices = thirdPartyNotices(import.meta.dirname);

// The base is relative, so that dist/ works from any sub-path of any static host.
export default defineConfig({
  base: './',
  plugins: [react(), notices.page, offline()],
  worker: { format: 'es', plugins: () => [notices.worker] },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 1600,
    // The therapist's page, and the patient's screen, which loads next to nothing.
    rolldownOptions: { input: ['index.html', 'display.html'] },
  },
  preview: { port: 4173, strictPort: false },
});
