"""A provider for Stream API, in Python's standard library."""

import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

PORT = int(os.environ.get("PORT", "4000"))
TOKEN = os.environ.get("PROVIDER_TOKEN", "")
MEDIA_BASE = os.environ.get("MEDIA_BASE", "http://localhost:3000/media")
LINK_SECONDS = 4 * 3600


def media(file):
    return f"{MEDIA_BASE}/{file}"


def expiring(file):
    """A link with an end: where yours are signed, say here until when. (The sample media ignore the query.)"""
    expires_at = int(time.time()) + LINK_SECONDS
    return {"url": f"{media(file)}?expires={expires_at}", "expiresAt": expires_at}


def find(key):
    """What this provider has, or None. Yours reads a database, or asks whatever knows where your media are."""
    if key == ("movie", "604"):
        return {
            "sources": [{"url": media("test-card/hls/master.m3u8"), "type": "hls"}],
            "subtitles": [
                {"url": media("test-card/subtitles/en.vtt"), "language": "en"},
                {"url": media("test-card/subtitles/es.vtt"), "language": "es", "label": "Español"},
            ],
            "poster": media("test-card/poster.jpg"),
            "duration": 12,
        }
    if key == ("tv", "1399", "1", "2"):
        return {
            "sources": [{**expiring("test-card/480p.mp4"), "quality": "480p", "type": "mp4"}],
            "subtitles": [{"url": media("test-card/subtitles/en.vtt"), "language": "en"}],
            "duration": "0:00:12",
        }
    return None


class Provider(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path, _, query_string = self.path.partition("?")
        if path != "/extract":
            return self.answer(404)
        if TOKEN and not self.is_allowed():
            return self.answer(401)
        query = parse_qs(query_string)
        names = ("mediaType", "tmdbId", "season", "episode")
        found = find(tuple(query[name][0] for name in names if name in query))
        self.answer(200 if found else 404, found)

    def is_allowed(self):
        sent = self.headers.get("Authorization", "")
        return hmac.compare_digest(sent.encode(), f"Bearer {TOKEN}".encode())

    def answer(self, status, body=None):
        data = json.dumps(body or {}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


if __name__ == "__main__":
    print(f"Provider at http://localhost:{PORT}/extract", flush=True)
    try:
        ThreadingHTTPServer(("localhost", PORT), Provider).serve_forever()
    except KeyboardInterrupt:
        pass
