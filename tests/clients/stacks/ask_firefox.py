#!/usr/bin/python3
"""Firefox, headless: ask_firefox.py CORPUS

One process with a fresh profile, which knows no intermediates beforehand. All
anchors are put into its certificate store by a script with a browser's own
rights, through Marionette; the same script then asks.
"""
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

import browser_chains

PROGRAM = "firefox-esr"
PREFS = {
    "marionette.port": 0,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.no_proxies_on": "",
    "network.proxy.failover_direct": False,
    "network.proxy.allow_hijacking_localhost": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "security.OCSP.enabled": 0,
    "security.enterprise_roots.enabled": False,
    "security.remote_settings.intermediates.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "app.update.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
}
TRUST = """
const db = Cc["@mozilla.org/security/x509certdb;1"]
    .getService(Ci.nsIX509CertDB);
for (const cert of arguments[0])
	db.addCertFromBase64(cert, "C,,");
"""
ASK = """
const [urls, done] = arguments;
Promise.all(urls.map(url => new Promise(answer => {
	const request = new XMLHttpRequest({mozAnon: true});
	request.mozBackgroundRequest = true;
	request.open("GET", url);
	request.onload = () => answer([true, ""]);
	request.onerror = () => answer([false,
	    request.channel.securityInfo?.errorCodeString ||
	    request.channel.status.toString(16)]);
	request.send();
}))).then(done);
"""
AT_ONCE = 16
START_S = 120
ANSWER_S = 60


class Marionette:
    """Messages "LENGTH:JSON"; JSON is [0, ID, COMMAND, PARAMETERS]."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), ANSWER_S)
        self.file = self.socket.makefile("rb")
        self.last = 0
        self.receive()

    def receive(self):
        length = b""
        while not length.endswith(b":"):
            octet = self.file.read(1)
            if not octet:
                sys.exit("firefox: ended")
            length += octet
        return json.loads(self.file.read(int(length[:-1])))

    def call(self, command, **params):
        self.last += 1
        text = json.dumps([0, self.last, command, params]).encode()
        self.socket.sendall(b"%d:" % len(text) + text)
        _, _, error, result = self.receive()
        if error:
            sys.exit("firefox: %s: %s" % (command, error["message"]))
        return result["value"] if result and "value" in result else result


def wait_for_port(process, profile):
    path = os.path.join(profile, "MarionetteActivePort")
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, ValueError):
            with open(path) as file:
                return int(file.read())
        time.sleep(0.2)
    sys.exit("firefox: does not start")


@contextlib.contextmanager
def browser(proxy_port):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        profile = os.path.join(home, "profile")
        os.mkdir(profile)
        prefs = dict(PREFS, **{"network.proxy.http_port": proxy_port,
                               "network.proxy.ssl_port": proxy_port})
        with open(os.path.join(profile, "user.js"), "w") as file:
            for name, value in prefs.items():
                file.write("user_pref(%s, %s);\n" % (json.dumps(name),
                                                     json.dumps(value)))
        process = subprocess.Popen(
            [PROGRAM, "--headless", "--no-remote", "--profile", profile,
             "--marionette", "--remote-allow-system-access"],
            start_new_session=True, env=dict(os.environ, HOME=home),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield Marionette(wait_for_port(process, profile))
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def ask(proxy_port, all_chains):
    anchors = sorted({a for c in all_chains for a in c.certs("anchors.pem")})
    with browser(proxy_port) as marionette:
        marionette.call("WebDriver:NewSession")
        marionette.call("Marionette:SetContext", value="chrome")
        marionette.call("WebDriver:ExecuteScript", script=TRUST,
                        args=[anchors], sandbox="system")
        for at in range(0, len(all_chains), AT_ONCE):
            some = all_chains[at:at + AT_ONCE]
            answers = marionette.call(
                "WebDriver:ExecuteAsyncScript", script=ASK,
                args=[[c.url() for c in some]],
                scriptTimeout=ANSWER_S * 1000)
            for chain, (accepts, why) in zip(some, answers):
                yield chain, accepts, why


browser_chains.ask_all(sys.argv[1], ask)
