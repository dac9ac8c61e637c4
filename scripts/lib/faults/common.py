"""A server to break: started on a database of its own, asked over HTTP, looked at from outside."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import tempfile
import time

PROGRAM = os.environ["MINTREU_BIN"]


class Broken(Exception):
    """Something did not hold."""


class Skipped(Exception):
    """It cannot be tried here."""


def check(holds, what):
    if not holds:
        raise Broken(what)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def until(what, holds, seconds=20):
    """Waits until something holds; gives how long that took."""
    begun = time.monotonic()
    while not holds():
        if time.monotonic() - begun > seconds:
            raise Broken(f"waited {seconds} s until {what}")
        time.sleep(0.05)
    return time.monotonic() - begun


class Server:
    """`mintreu serve` in a folder of its own, with the demo's catalogue."""

    def __init__(self, folder, log, files=None, **settings):
        self.port, self.operators, self.files = free_port(), free_port(), files
        self.log = log
        self.settings = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": f"sqlite://{folder}/mintreu.db",
            "MAIL_DIR": f"{folder}/mail",
            "STORAGE_URL": f"file://{folder}/files",
            "LEPTOS_SITE_ADDR": f"127.0.0.1:{self.port}",
            "METRICS_ADDR": f"127.0.0.1:{self.operators}",
            "LEPTOS_SITE_ROOT": os.path.abspath("target/site"),
            "LEPTOS_HASH_FILES": "false",
            "RUST_LOG": "warn",
            **settings,
        }
        self.process = None

    def command(self, *arguments):
        subprocess.run([PROGRAM, *arguments], env=self.settings, check=True, stdout=subprocess.DEVNULL)

    def start(self):
        limit = ["prlimit", f"--nofile={self.files}:{self.files}"] if self.files else []
        log = open(self.log, "ab")
        self.process = subprocess.Popen([*limit, PROGRAM, "serve"], env=self.settings, stderr=log)
        log.close()
        until("the server is ready", lambda: self.status("/readyz") == 200)
        return self

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self, seconds=20):
        """Asks it to end; gives how long that took."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Broken(f"it did not end within {seconds} s of SIGTERM") from None
        return time.monotonic() - begun

    def ask(self, path, form=None, timeout=30, port=None, **headers):
        """Status, headers and text of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=timeout)
        try:
            headers = {name.replace("_", "-"): value for name, value in headers.items()}
            if form is not None:
                headers["content-type"] = "application/x-www-form-urlencoded"
            connection.request("GET" if form is None else "POST", path, form, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode(errors="replace")
        finally:
            connection.close()

    def status(self, path, form=None, **more):
        """The status of an answer, 0 where there is none."""
        try:
            return self.ask(path, form, **more)[0]
        except (OSError, http.client.HTTPException):
            return 0

    def connect(self, text=b""):
        client = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        client.sendall(text)
        return client

    def megabytes(self):
        """What it holds of the machine's memory."""
        with open(f"/proc/{self.process.pid}/status") as status:
            line = next(line for line in status if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024


@contextlib.contextmanager
def server(files=None, folder=None, **settings):
    """A server that is started, and ended whatever happens."""
    with tempfile.TemporaryDirectory(prefix="mintreu-faults-") as own:
        made = Server(folder or f"{own}/var", f"{own}/log", files, **settings)
        made.command("seed")
        try:
            yield made.start()
        finally:
            if made.process and made.process.poll() is None:
                made.kill()


def plans(made):
    """Every product of the demo, with a plan that it has."""
    import json

    products = json.loads(made.ask("/api/v1/products?limit=20")[2])["items"]
    found = []
    for item in products:
        product = json.loads(made.ask(f"/api/v1/products/{item['slug']}")[2])
        found.append((item["slug"], product["plans"][0]["slug"]))
    return found
