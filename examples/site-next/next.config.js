const { STREAM_API = 'http://localhost:3000' } = process.env;

/** @type {import('next').NextConfig} */
export default {
  // The API is asked on the page's own origin: no CORS.
  rewrites: () => [{ source: '/api/stream/:path*', destination: `${STREAM_API}/api/stream/:path*` }],
  // This folder is the whole project, whatever lock files are above it.
  turbopack: { root: import.meta.dirname },
};
