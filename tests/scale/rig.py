"""What scale and soak have in common: a fleet on loopback (fleet.c), a daemon
that watches it, samples of what it costs, and checks that are counted."""
import math
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

PORT = 24443
CLOSED_PORT = 24442
WEB_PORT = 24444


class Checks:
    """Claims that hold or fail; what failed is the end."""

    def __init__(self):
        self.failed = 0

    def claim(self, words, is_so, detail=""):
        self.failed += not is_so
        print(f"{'ok' if is_so else 'FAILED'}: {words}"
              f"{' (' + str(detail) + ')' if detail != '' else ''}", flush=True)

    def end(self):
        print("all hold" if self.failed == 0 else f"{self.failed} failed")
        return 1 if self.failed else 0


def alone():
    """As root, begin again in a network of one's own, so that several of these
    can run at once, and beside anything else."""
    if os.geteuid() != 0 or "CHAINWATCH_ALONE" in os.environ or subprocess.run(
            ["unshare", "-n", "ip", "link", "set", "lo", "up"], check=False,
            stderr=subprocess.DEVNULL).returncode != 0:
        return
    os.environ["CHAINWATCH_ALONE"] = "1"
    os.execvp("unshare", [
        "unshare", "-n", "sh", "-c", "ip link set lo up && exec \"$@\"", "-",
        sys.executable, *sys.argv])


def wait_for(seconds, condition, every=0.2):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(every)
    return condition()


def on_core(core, command):
    """The command line, held to one core where there are several."""
    if core is None or (os.cpu_count() or 1) < 2:
        return command
    return ["taskset", "-c", str(core)] + command


class Fleet:
    """The servers: h0.fleet.test at 127.64.0.0, and so on."""

    def __init__(self, build, work, count, core, web=None):
        self.folder = os.path.join(work, "fleet")
        self.count = count
        os.mkdir(self.folder)
        self.process = subprocess.Popen(on_core(core, [
            os.path.join(build, "tests/scale/fleet"), self.folder, str(PORT),
            str(count)] + ([web] if web else [])))
        if not wait_for(20, lambda: os.path.exists(self.folder + "/ready")):
            raise SystemExit("the fleet does not start")

    def plan(self, *lines):
        """What they do from now on: (kind, first, count)."""
        path = self.folder + "/plan"
        with open(path + ".new", "w", encoding="ascii") as file:
            for line in lines:
                print(*line, file=file)
        os.rename(path + ".new", path)
        time.sleep(1.2)

    def stats(self):
        with open(self.folder + "/stats", encoding="ascii") as file:
            return {name: int(value) for name, value in map(str.split, file)}

    def stop(self):
        self.process.terminate()
        self.process.wait()


def address(number):
    return f"127.{64 + (number >> 16)}.{number >> 8 & 255}.{number & 255}"


class Daemon:
    """chainwatchd over the fleet, in a folder of its own."""

    def __init__(self, build, work, fleet, core):
        self.build, self.work, self.fleet = build, work, fleet
        self.core = core
        self.state = os.path.join(work, "state")
        self.log = os.path.join(work, "daemon.log")
        self.env = dict(os.environ)
        self.process = None
        self.named = range(0)  # found by DNS, not by an address
        self.under = []  # what it runs under, such as valgrind
        os.makedirs(self.state, exist_ok=True)

    def configure(self, interval, closed=0, timeout=5, more="", notify=""):
        """closed: so many of the first are at a port where nobody listens."""
        folder = os.path.join(self.work, "endpoints.d")
        shutil.rmtree(folder, ignore_errors=True)
        os.mkdir(folder)
        for first in range(0, self.fleet.count, 10000):
            with open(f"{folder}/{first:07}.yaml", "w",
                      encoding="ascii") as file:
                file.write("endpoints:\n")
                for i in range(first, min(first + 10000, self.fleet.count)):
                    port = CLOSED_PORT if i < closed else PORT
                    where = (f"port: {PORT}" if i in self.named else
                             f"addresses: [\"{address(i)}:{port}\"]")
                    file.write(f"- {{host: h{i}.fleet.test, {where}}}\n")
        with open(self.work + "/chainwatchd.yaml", "w",
                  encoding="ascii") as file:
            file.write(f"state_directory: {self.state}\n"
                       f"defaults: {{interval: {interval}s, timeout: "
                       f"{timeout}s, trust: [fleet], variants: []}}\n"
                       "trust_stores: {fleet: {files: "
                       f"[{self.fleet.folder}/root.pem]}}}}\n"
                       "notify: {journal: false, stderr: true"
                       f"{notify}}}\n"
                       f"web: {{listen: \"127.0.0.1:{WEB_PORT}\", "
                       "metrics_endpoints: 0}\n"
                       f"include: [endpoints.d/*.yaml]\n{more}")

    def start(self, wait_s=60):
        began = time.monotonic()
        with open(self.log, "a", encoding="ascii") as log:
            self.process = subprocess.Popen(on_core(self.core, [
                *self.under, os.path.join(self.build, "chainwatchd"), "-c",
                self.work + "/chainwatchd.yaml"]), stdout=log, stderr=log,
                env=self.env)
        if not wait_for(wait_s, self.answers, 0.05):
            raise SystemExit("the daemon does not answer:\n" + self.tail())
        return time.monotonic() - began

    def tail(self):
        with open(self.log, errors="replace", encoding="utf-8") as file:
            return "".join(file.readlines()[-15:])

    def answers(self):
        try:
            return self.page("/healthz") != ""
        except OSError:
            return False

    def page(self, path):
        with urllib.request.urlopen(
                f"http://127.0.0.1:{WEB_PORT}{path}", timeout=30) as answer:
            return answer.read().decode()

    def stop(self, how=signal.SIGTERM, wait_s=60):
        """The exit code, negative for a signal."""
        self.process.send_signal(how)
        return self.process.wait(wait_s)

    def metrics(self):
        values = {}
        for line in self.page("/metrics").splitlines():
            if not line.startswith("#"):
                name, value = line.rsplit(" ", 1)
                values[name] = float(value)
        return values

    def rows(self, sql):
        """What the store says, read beside the daemon."""
        for path in os.listdir(self.state):
            if path.endswith((".db", ".sqlite")):
                with sqlite3.connect(
                        f"file:{self.state}/{path}?mode=ro", uri=True,
                        timeout=30) as store:
                    return store.execute(sql).fetchall()
        raise SystemExit("there is no store in " + self.state)

    def sample(self):
        """CPU seconds, anonymous memory in kB, descriptors."""
        folder = f"/proc/{self.process.pid}"
        with open(folder + "/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        with open(folder + "/status", encoding="ascii") as file:
            memory = dict(re.findall(r"^(\w+):\s+(\d+) kB", file.read(), re.M))
        return {"cpu": (int(fields[11]) + int(fields[12])) /
                os.sysconf("SC_CLK_TCK"),
                "anon": int(memory["RssAnon"]), "rss": int(memory["VmRSS"]),
                "fds": len(os.listdir(folder + "/fd"))}


def late(before, after, share):
    """Within what time that share of the looks between two expositions began
    after they were due: the bound of a bucket, in seconds."""
    name = re.compile(r'chainwatch_stage_duration_seconds_bucket{stage="late",'
                      r'le="([^"]*)"}')
    bounds = []
    for key, value in after.items():
        match = name.fullmatch(key)
        if match:
            bounds.append((float(match[1]), value - before.get(key, 0)))
    bounds.sort()
    if not bounds or bounds[-1][1] == 0:
        return None
    for bound, count in bounds:
        if count >= share * bounds[-1][1]:
            return bound
    return None


def late_words(before, after, share):
    """The same for people: beyond the last bucket it is more than that."""
    bound = late(before, after, share)
    if bound is None:
        return "unknown"
    if not math.isinf(bound):
        return f"at most {bound:g} s"
    keys = re.findall(r'_bucket{stage="late",le="([^"+]*)"}', "\n".join(after))
    return f"more than {max(map(float, keys)):g} s"


def work_folder(name):
    return tempfile.mkdtemp(prefix=f"chainwatch-{name}.")
