"""A corpus of chains (see ../corpus.c), and a server that shows each of them.

The server is a proxy on loopback, and all that a browser is let to reach: by
the port that it wants to be connected with, it names the chain, which is then
shown in a real TLS 1.3 handshake with the leaf's own key. Certificates that
are fetched come from here, too; everything else is refused.
"""
import http.server
import os
import re
import socketserver
import ssl
import threading

FIRST_PORT = 20000  # chain 0001 is asked for at 20001
PATIENCE_S = 20  # of a connection
MARK = "-----%s CERTIFICATE-----"
BLOCK = re.compile(MARK % "BEGIN" + "(.*?)" + MARK % "END", re.S)


class Chain:
    def __init__(self, folder, number):
        self.number = number
        self.folder = os.path.join(folder, number)
        self.context = None

    def read(self, name):
        with open(os.path.join(self.folder, name)) as file:
            return file.read()

    def certs(self, name):
        """The base64 of each, without line breaks."""
        return ["".join(b.split()) for b in BLOCK.findall(self.read(name))]

    def url(self):
        host = self.read("name").strip()
        port = FIRST_PORT + int(self.number)
        return "https://%s:%d/" % ("[%s]" % host if ":" in host else host,
                                   port)

    def why_not_asked(self):
        # A browser's clock cannot be stopped.
        if "not-after=+0s" in self.read("case"):
            return "ends this second"
        try:
            self.server_context()
        except ssl.SSLError as error:  # OpenSSL would not send it
            return "cannot be shown: %s" % error.reason
        return None

    def server_context(self):
        if self.context is None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.minimum_version = ssl.TLSVersion.TLSv1_3
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.load_cert_chain(os.path.join(self.folder, "sent.pem"),
                                    os.path.join(self.folder, "key.pem"))
            self.context = context
        return self.context


def read_corpus(folder):
    with open(os.path.join(folder, "chains")) as file:
        return [Chain(folder, line.split()[0]) for line in file]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE_S

    def log_message(self, *_):
        pass

    def do_CONNECT(self):
        chain = self.server.chains.get(int(self.path.rsplit(":", 1)[1]))
        self.close_connection = True
        if chain is None:
            self.send_error(502)
            return
        self.connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        try:
            with chain.server_context().wrap_socket(
                    self.connection, server_side=True) as tls:
                tls.settimeout(PATIENCE_S)
                while b"\r\n\r\n" not in tls.recv(65536):
                    pass
                tls.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
                            b"Connection: close\r\n\r\n")
        except OSError:  # the browser's own business: it says why
            pass

    def do_GET(self):
        at = re.fullmatch(r"http://aia\.example\.test/(\d+)/.*", self.path)
        chain = at and self.server.chains.get(FIRST_PORT + int(at.group(1)))
        if not chain or not chain.certs("fetched.pem"):
            self.send_error(502)
            return
        der = ssl.PEM_cert_to_DER_cert(chain.read("fetched.pem"))
        self.send_response(200)
        self.send_header("Content-Type", "application/pkix-cert")
        self.send_header("Content-Length", str(len(der)))
        self.end_headers()
        self.wfile.write(der)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, chains):
        super().__init__(("127.0.0.1", 0), Handler)
        self.port = self.server_address[1]
        self.chains = {FIRST_PORT + int(c.number): c for c in chains}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        pass


def tell(chain, verdict, why=""):
    print(chain.number, verdict, " ".join(str(why).split()), flush=True)


def ask_all(folder, ask):
    """ask(proxy_port, chains) yields (chain, accepts, why); prints that."""
    chains = read_corpus(folder)
    server = Server(chains)
    askable = []
    for chain in chains:
        why = chain.why_not_asked()
        if why:
            tell(chain, "unasked", why)
        else:
            askable.append(chain)
    for chain, accepts, why in ask(server.port, askable):
        tell(chain, "accept" if accepts else "refuse", why)
