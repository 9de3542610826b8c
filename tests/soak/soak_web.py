"""What stands at the addresses that the certificates of tests/soak give for
issuers, revocation lists and OCSP: nearly everything that does harm there."""
import http.server
import os
import random
import socket
import struct
import threading
import time
import zlib

WEB_PORT = 24446
# What is asked for at /KIND/i: the act number i of that kind, from the first.
HOSTILE = ["hang", "drip", "endless", "declared", "bomb", "zipped", "headers",
           "reset", "redirect", "loop", "page", "empty", "noise", "missing",
           "busy", "other"]
ACTS = {"lacks": HOSTILE, "listed": HOSTILE + ["forged", "good"],
        "revoked": ["revoked"], "asked": HOSTILE + ["later", "unauthorized"]}


def pack():
    """64 MB of zeros, in gzip."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(bytes(1 << 26)) + packer.flush()


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20
    bomb = pack()
    folder, firsts, asked, lock = "", {}, {}, threading.Lock()

    def log_message(self, *_):
        pass

    def log_error(self, *_):
        pass

    def do_GET(self):
        # OCSP by GET has the question behind that
        kind, number = (self.path.strip("/").split("/") + [""])[:2]
        act = "missing"
        if kind in ACTS and number.isdigit():
            acts = ACTS[kind]
            act = acts[(int(number) - self.firsts[kind]) % len(acts)]
        with self.lock:
            self.asked[kind, act] = self.asked.get((kind, act), 0) + 1
        self.close_connection = True
        try:
            getattr(self, "act_" + act)()
        except OSError:
            pass

    def do_POST(self):
        length = self.headers.get("Content-Length", "0")
        self.rfile.read(min(int(length) if length.isdigit() else 0, 65536))
        self.do_GET()

    def head(self, more="", status="200 OK"):
        self.wfile.write(f"HTTP/1.1 {status}\r\nConnection: close\r\n"
                         f"{more}\r\n".encode())

    def body(self, what, kind="application/octet-stream"):
        self.head(f"Content-Type: {kind}\r\nContent-Length: {len(what)}\r\n")
        self.wfile.write(what)

    def file(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            self.body(file.read())

    def act_hang(self):
        time.sleep(15)

    def act_drip(self):
        self.head("Content-Length: 100000\r\n")
        for _ in range(300):
            self.wfile.write(b"0")
            time.sleep(0.05)

    def act_endless(self):
        self.head("Transfer-Encoding: chunked\r\n")
        while True:
            self.wfile.write(b"1000\r\n" + b"x" * 4096 + b"\r\n")

    def act_declared(self):
        self.head("Content-Length: 1099511627776\r\n")
        while True:
            self.wfile.write(b"x" * 65536)

    def act_bomb(self):
        self.head("Transfer-Encoding: gzip\r\n")
        self.wfile.write(self.bomb)

    def act_zipped(self):
        self.head(f"Content-Encoding: gzip\r\n"
                  f"Content-Length: {len(self.bomb)}\r\n")
        self.wfile.write(self.bomb)

    def act_headers(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            self.wfile.write(b"X: " + b"x" * 1000 + b"\r\n")

    def act_reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                   struct.pack("ii", 1, 0))

    def act_redirect(self):
        self.head("Location: file:///etc/passwd\r\nContent-Length: 0\r\n",
                  "302 Found")

    def act_loop(self):
        self.head(f"Location: {self.path}\r\nContent-Length: 0\r\n",
                  "301 Moved")

    def act_page(self):
        self.body(b"<!DOCTYPE html><html><title>Log in</title></html>",
                  "text/html")

    def act_empty(self):
        self.body(b"")

    def act_noise(self):
        self.body(random.randbytes(20000))

    def act_missing(self):
        self.head("Content-Length: 0\r\n", "404 Not Found")

    def act_busy(self):
        self.head("Retry-After: 999999999\r\nContent-Length: 0\r\n",
                  "503 Busy")

    def act_other(self):
        """A certificate, but the root: not the issuer, no list, no answer."""
        self.file("root.pem")

    def act_forged(self):
        self.file("forged.crl")

    def act_good(self):
        self.file("good.crl")

    def act_revoked(self):
        self.file("revoked.crl")

    def act_later(self):
        self.body(bytes.fromhex("30030a0103"), "application/ocsp-response")

    def act_unauthorized(self):
        self.body(bytes.fromhex("30030a0106"), "application/ocsp-response")


def start(folder, firsts):
    """firsts: of each kind, the first server; all else follows from the
    request."""
    Answer.folder, Answer.firsts = folder, firsts
    server = http.server.ThreadingHTTPServer(("127.0.0.1", WEB_PORT), Answer)
    server.daemon_threads = True
    server.request_queue_size = 128
    server.handle_error = lambda *_: None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return Answer.asked
