"""What soak and hour do to a daemon's surroundings: its resolver, its clock, its
disk, who takes its events; and what all events that were kept must be like."""
import base64
import json
import os
import socket
import sqlite3
import struct
import subprocess
import sys
import threading

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "scale"))
from rig import address, wait_for  # noqa: E402

DNS_PORT = 24445


class Resolver(threading.Thread):
    """DNS for h<i>.fleet.test, as the address of server i; or it is gone, by
    silence or by SERVFAIL."""

    def __init__(self):
        super().__init__(daemon=True)
        self.mode = "well"
        self.asked = {"well": 0, "silent": 0, "servfail": 0}
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", DNS_PORT))

    def run(self):
        while True:
            question, who = self.socket.recvfrom(2048)
            mode = self.mode
            self.asked[mode] += 1
            if mode == "well":
                self.socket.sendto(self.answer(question), who)
            elif mode == "servfail":
                self.socket.sendto(self.failure(question), who)

    @staticmethod
    def failure(question):
        return question[:2] + b"\x81\x82" + question[4:6] + bytes(6) + \
            question[12:]

    @staticmethod
    def answer(question):
        name, at = [], 12
        while question[at]:
            name.append(question[at + 1:at + 1 + question[at]])
            at += 1 + question[at]
        end = at + 5
        kind = struct.unpack("!H", question[at + 1:at + 3])[0]
        first = name[0].decode("ascii", "replace").lower() if name else ""
        records = b""
        if kind == 1 and first[:1] == "h" and first[1:].isdigit():
            records = (b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 5, 4) +
                       socket.inet_aton(address(int(first[1:]))))
        return (question[:2] + b"\x85\x80\x00\x01" +
                struct.pack("!HHH", 1 if records else 0, 0, 0) +
                question[12:end] + records)


class Clock:
    """The daemon's wall clock, in seconds beside the machine's."""

    def __init__(self, work, daemon, build):
        self.path = work + "/clock"
        self.shift(0)
        library = work + "/clock_shift.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-D_GNU_SOURCE", "-o",
                        library, here + "/clock_shift.c"], check=True)
        needed = subprocess.run(
            ["ldd", build + "/chainwatchd"], check=True, text=True,
            capture_output=True).stdout
        first = [line.split()[2] for line in needed.splitlines()
                 if "libasan" in line]
        daemon.env["LD_PRELOAD"] = ":".join(first + [library])
        daemon.env["CLOCK_SHIFT_FILE"] = self.path

    def shift(self, seconds):
        with open(self.path, "r+b" if os.path.exists(self.path) else "wb",
                  buffering=0) as file:
            file.write(struct.pack("=q", seconds))


class Disk:
    """A small file system for the state; None of it where nobody may mount."""

    def __init__(self, folder):
        self.folder = folder
        self.is_there = os.geteuid() == 0 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder],
            check=False).returncode == 0
        if not self.is_there:
            print("left out: a full disk (it wants root, and mount)")

    def fill(self):
        # or what is written next fits into the log as it is
        for path in os.listdir(self.folder):
            if path.endswith(".db"):
                with sqlite3.connect(f"{self.folder}/{path}") as store:
                    store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try:
            with open(self.folder + "/filler", "wb", buffering=0) as file:
                while True:
                    file.write(bytes(65536))
        except OSError:
            pass

    def empty(self):
        if os.path.exists(self.folder + "/filler"):
            os.unlink(self.folder + "/filler")

    def close(self):
        if self.is_there:
            subprocess.run(["umount", "-l", self.folder], check=False)


def sanitizers_said(daemon):
    with open(daemon.log, errors="replace", encoding="utf-8") as file:
        return [line for line in file
                if "Sanitizer" in line or "runtime error" in line or
                line.startswith("==")]


def holes(daemon):
    """Numbers that no event has, as (last before, first after, its kind). A run
    that follows a kill begins after what the one before had reserved: that is
    one, and each begins with monitor-started."""
    rows = daemon.rows("SELECT sequence, kind FROM event ORDER BY sequence")
    return [(before[0], after[0], after[1])
            for before, after in zip(rows, rows[1:])
            if after[0] != before[0] + 1]


def judge_numbers(daemon, kills, checks):
    count, ids = daemon.rows(
        "SELECT count(*), count(DISTINCT id) FROM event")[0]
    checks.claim("no event is there twice", count == ids, count)
    gaps = holes(daemon)
    odd = [gap for gap in gaps if gap[2] != "monitor-started"]
    checks.claim("numbers go up by one, but for a leap after a kill",
                 not odd and len(gaps) <= kills, odd[:3] or len(gaps))


class Hook:
    """Who takes the events: tests/system/webhook_receiver, misbehaving."""

    def __init__(self, work, seed):
        self.folder = work + "/hook"
        os.mkdir(self.folder)
        secret = "whsec_" + base64.b64encode(os.urandom(24)).decode()
        self.secret_file = self.folder + "/secrets"
        with open(self.secret_file, "w", encoding="ascii") as file:
            file.write(secret + "\n")
        os.chmod(self.secret_file, 0o600)
        self.mode(f"random {seed}")
        # its clock and the daemon's are a day apart at times
        self.process = subprocess.Popen([
            os.path.join(here, "../system/webhook_receiver"), "--folder",
            self.folder, "--address", "127.0.0.1", "--tolerance",
            str(2 * 86400)])
        if not wait_for(20, lambda: os.path.exists(self.folder + "/port")):
            raise SystemExit("the receiver does not start")

    def config(self):
        with open(self.folder + "/port", encoding="ascii") as file:
            port = file.read().strip()
        return (", webhooks: [{name: hook, url: "
                f"\"http://127.0.0.1:{port}/in\", "
                f"secret_file: {self.secret_file}, timeout: 5s}}]")

    def mode(self, words):
        with open(self.folder + "/mode.new", "w", encoding="ascii") as file:
            file.write(words + "\n")
        os.rename(self.folder + "/mode.new", self.folder + "/mode")

    def lines(self, name):
        with open(f"{self.folder}/{name}", encoding="utf-8") as file:
            return file.read().splitlines()

    def taken(self):
        """Every (number, id) that was taken, as often as it was."""
        return [(line["sequence"], line["webhook_id"])
                for line in map(json.loads, self.lines("ledger"))]

    def stop(self):
        self.process.kill()
        self.process.wait()


def judge_hook(daemon, hook, checks):
    hook.mode("ok")
    told = "SELECT sequence, id FROM event WHERE hushed IS NULL"

    def missing():
        return set(daemon.rows(told)) - set(hook.taken())

    # a wait of its own stands between two tries, of a quarter of an hour at most
    wait_for(960, lambda: not missing(), 2)
    lost = sorted(missing())
    checks.claim("each event came to the receiver under its id", not lost,
                 lost[:3] or len(set(hook.taken())))
    kept = set(daemon.rows("SELECT sequence, id FROM event"))
    odd = sorted(set(hook.taken()) - kept)
    checks.claim("and nothing else did", not odd, odd[:3] or "")
    faults = hook.lines("faults")
    checks.claim("each was signed and in form", not faults, faults[:3] or "")
    again = len(hook.taken()) - len(set(hook.taken()))
    print(f"{len(hook.lines('attempts'))} attempts, {again} were taken twice "
          "since the sender had not heard of it")
