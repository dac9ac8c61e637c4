"""A disk that is full, and a PostgreSQL that falls silent or is restarted."""

import os
import socket
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

from common import Broken, Skipped, check, plans, server, until

DISK_MEGABYTES = 128
QUIET = ["/", "/products", "/healthz"]


@contextmanager
def small_disk():
    with tempfile.TemporaryDirectory(prefix="mintreu-disk-") as folder:
        size = f"size={DISK_MEGABYTES}m"
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], capture_output=True)
        if mounted.returncode:
            raise Skipped("a tmpfs cannot be mounted without root")
        try:
            yield folder
        finally:
            subprocess.run(["umount", "-l", folder], check=False)


def add(shop, product, plan, **more):
    return shop.status("/api/fn/cart_add", f"product={product}&plan={plan}", **more)


def full_disk():
    """Writes are 503 while the disk is full, and work again without a restart."""
    with small_disk() as disk, server(folder=f"{disk}/var", STORAGE_URL=f"file:///tmp/mintreu-{os.getpid()}") as shop:
        product, plan = plans(shop)[0]
        check(add(shop, product, plan) < 400, "nothing can be written at first")
        with open(f"{disk}/filler", "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"x" * 4096)
            except OSError:
                pass
        seen = {add(shop, product, plan) for _ in range(400)}
        check(503 in seen, f"a full disk was not noticed: {seen}")
        check(not any(status >= 500 and status != 503 for status in seen), f"on a full disk: {seen}")
        for path in QUIET:
            check(shop.status(path) == 200, f"{path} does not answer on a full disk")
        os.remove(f"{disk}/filler")
        took = until("it writes again", lambda: add(shop, product, plan) < 400)
        after = [add(shop, product, plan) for _ in range(60)]
        check(all(status < 400 for status in after), f"after the disk had room again: {set(after)}")
    return f"writes were 503, and worked {took:.1f} s after there was room again"


class Relay:
    """Stands before PostgreSQL, and can be silent or cut."""

    def __init__(self, host, port):
        self.target, self.line, self.open = (host, port), "open", []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            if self.line == "cut":
                client.close()
                continue
            try:
                server_side = socket.create_connection(self.target)
            except OSError:
                client.close()
                continue
            self.open += [client, server_side]
            for pair in ((client, server_side), (server_side, client)):
                threading.Thread(target=self.pass_on, args=pair, daemon=True).start()

    def pass_on(self, source, sink):
        try:
            while data := source.recv(65536):
                while self.line == "silent":
                    time.sleep(0.05)
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            end.close()

    def cut(self):
        self.line = "cut"
        for end in self.open:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self.open = []


@contextmanager
def behind_relay():
    url = urlsplit(os.environ["TEST_POSTGRES_URL"])
    relay = Relay(url.hostname, url.port)
    address = f"postgres://{url.username}:{url.password}@127.0.0.1:{relay.port}{url.path}"
    with server(DATABASE_URL=address) as shop:
        yield shop, relay


def refused_in_time(shop, product, plan):
    """503 with Retry-After within a second, also when many ask."""
    begun = time.monotonic()
    status, headers, _ = shop.ask("/api/fn/cart_add", f"product={product}&plan={plan}")
    took = time.monotonic() - begun
    check(status == 503, f"the first who asked got {status}")
    check(headers.get("retry-after"), "no Retry-After")
    check(took < 1.5, f"it took {took:.1f} s to find out")
    begun = time.monotonic()
    seen = {add(shop, product, plan, timeout=5) for _ in range(20)}
    check(seen == {503}, f"writes were {seen}")
    check(time.monotonic() - begun < 2, "those that came later waited")
    for path in QUIET:
        check(shop.status(path, timeout=2) == 200, f"{path} does not answer without its database")
    return took


def silent_postgres():
    """A database that answers nothing: known within a second, used again, and no obstacle to SIGTERM."""
    with behind_relay() as (shop, relay):
        product, plan = plans(shop)[0]
        relay.line = "silent"
        took = refused_in_time(shop, product, plan)
        relay.line = "open"
        healed = until("it is used again", lambda: add(shop, product, plan) < 400)
        relay.line = "silent"
        ended = shop.stop()
    return f"503 after {took:.1f} s, well {healed:.1f} s after it answered, ended in {ended:.1f} s while silent"


def restarted_postgres():
    """A database that hangs up and refuses for a while."""
    with behind_relay() as (shop, relay):
        product, plan = plans(shop)[0]
        relay.cut()
        took = refused_in_time(shop, product, plan)
        relay.line = "open"
        healed = until("it is used again", lambda: add(shop, product, plan) < 400)
        after = [add(shop, product, plan) for _ in range(40)]
        if any(status >= 400 for status in after):
            raise Broken(f"after the restart: {set(after)}")
    return f"503 after {took:.1f} s, well {healed:.1f} s after it was back"
