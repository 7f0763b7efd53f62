import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const { PORT = '5173', STREAM_API = 'http://localhost:3000' } = process.env;

export default defineConfig({
  plugins: [react()],
  // The API is asked on the page's own origin: no CORS.
  server: { port: Number(PORT), strictPort: true, proxy: { '/api': STREAM_API } },
});
