#!/usr/bin/python3
"""Chromium, headless: ask_chromium.py CORPUS

One process with a fresh profile. All anchors are trusted by the policy
CACertificates, which stands in /etc; so it runs in a mount namespace in which
that folder is its own. It is told what to do through a pipe.
"""
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time

import browser_chains

PROGRAM = "/usr/lib/chromium/chromium"
FLAGS = [
    "--headless=new", "--no-sandbox", "--no-first-run", "--disable-gpu",
    "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-extensions", "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
]
PRIVATE = """
mount -t tmpfs none /etc/chromium && mkdir -p /etc/chromium/policies/managed &&
cp "$1" /etc/chromium/policies/managed/ || exit 1
in=$2 out=$3
shift 3
exec "$@" 3<&"$in" 4>&"$out"
"""
AT_ONCE = 16
ANSWER_S = 60


class Pipe:
    """The DevTools protocol: JSON, each message ended by a NUL."""

    def __init__(self, read_fd, write_fd):
        self.read_fd, self.write_fd = read_fd, write_fd
        self.rest = b""
        self.last = 0
        self.urls, self.errors = {}, {}

    def next(self, deadline):
        while b"\0" not in self.rest:
            left = max(0, deadline - time.monotonic())
            if not select.select([self.read_fd], [], [], left)[0]:
                sys.exit("chromium: no answer")
            got = os.read(self.read_fd, 1 << 16)
            if not got:
                sys.exit("chromium: ended")
            self.rest += got
        text, self.rest = self.rest.split(b"\0", 1)
        return json.loads(text)

    def note(self, event):
        params = event.get("params", {})
        if event.get("method") == "Network.requestWillBeSent":
            self.urls[params["requestId"]] = params["request"]["url"]
        elif event.get("method") == "Network.loadingFailed":
            url = self.urls.get(params["requestId"])
            self.errors[url] = params["errorText"]

    def call(self, method, session=None, **params):
        self.last += 1
        message = {"id": self.last, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self.write_fd, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + ANSWER_S
        while True:
            answer = self.next(deadline)
            if answer.get("id") != self.last:
                self.note(answer)
            elif "error" in answer:
                sys.exit("chromium: %s: %s" % (method, answer["error"]))
            else:
                return answer["result"]


@contextlib.contextmanager
def browser(proxy_port, anchors):
    to_read, to_write = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        policy = os.path.join(home, "policy.json")
        with open(policy, "w") as file:
            json.dump({"CACertificates": anchors,
                       "CAPlatformIntegrationEnabled": False}, file)
        process = subprocess.Popen(
            ["unshare", "--mount"]
            + ([] if os.geteuid() == 0 else ["--map-root-user"])
            + ["bash", "-c", PRIVATE, "bash", policy, str(to_write[0]),
               str(to_read[1]), PROGRAM] + FLAGS
            + ["--user-data-dir=" + os.path.join(home, "profile"),
               "--proxy-server=http://127.0.0.1:%d" % proxy_port,
               "--proxy-bypass-list=<-loopback>"],
            pass_fds=(to_write[0], to_read[1]), start_new_session=True,
            env=dict(os.environ, HOME=home),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_write[0])
        os.close(to_read[1])
        try:
            yield Pipe(to_read[0], to_write[1])
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def ask(proxy_port, all_chains):
    anchors = sorted({a for c in all_chains for a in c.certs("anchors.pem")})
    with browser(proxy_port, anchors) as pipe:
        target = pipe.call("Target.createTarget", url="about:blank")
        session = pipe.call("Target.attachToTarget", flatten=True,
                            targetId=target["targetId"])["sessionId"]
        pipe.call("Network.enable", session)
        for at in range(0, len(all_chains), AT_ONCE):
            some = all_chains[at:at + AT_ONCE]
            result = pipe.call(
                "Runtime.evaluate", session, awaitPromise=True,
                returnByValue=True, expression="""
                Promise.all(%s.map(url => fetch(url, {mode: "no-cors"})
                    .then(() => true, () => false)))
                """ % json.dumps([c.url() for c in some]))
            for chain, accepts in zip(some, result["result"]["value"]):
                why = "" if accepts else pipe.errors.get(chain.url())
                yield chain, accepts, why


browser_chains.ask_all(sys.argv[1], ask)
