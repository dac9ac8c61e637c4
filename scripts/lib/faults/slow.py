"""Clients that send by halves, never read, or do nothing."""

import select
import time

from common import check, server, until

GONE_AFTER = 15


def gone(clients):
    """How many of them the server has ended."""
    count = 0
    for client in clients:
        readable, _, _ = select.select([client], [], [], 0)
        if readable:
            try:
                while data := client.recv(65536, 0x40):  # MSG_DONTWAIT
                    pass
                count += data == b""
            except BlockingIOError:
                pass
            except OSError:
                count += 1
    return count


def half_sent():
    """200 half-sent requests are gone after 15 s."""
    halves = [b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\n", b"POST /api/fn/log_in HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nema"]
    with server() as shop:
        clients = [shop.connect(halves[number % 3]) for number in range(200)]
        took = until("half-sent requests are gone", lambda: gone(clients) == len(clients), GONE_AFTER)
    return f"200 half-sent requests were gone after {took:.1f} s"


def unread():
    """300 clients that never read hold no more than 50 MB."""
    with server() as shop:
        path = "/api/v1/products?limit=100"
        for warm in (path, "/products", "/"):
            for _ in range(20):
                shop.ask(warm, accept="text/html")
        before = most = shop.megabytes()
        # Pipelined: more than the kernel's buffers take.
        request = f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode() * 100
        clients = [shop.connect(request) for _ in range(300)]
        end = time.monotonic() + 20
        while time.monotonic() < end:
            most = max(most, shop.megabytes())
            time.sleep(0.1)
        check(most - before <= 50, f"clients that never read hold {most - before:.0f} MB")
        check(shop.status("/products", timeout=5) == 200, "nobody else is answered")
        for client in clients:
            client.close()
    return f"300 clients that never read held {most - before:.0f} MB at the most"


def idle():
    """1,100 idle connections at a limit of 1,024 files shut nobody out for longer than 15 s."""
    with server(files=1024) as shop:
        clients = []
        for _ in range(1100):
            clients.append(shop.connect())
        begun = time.monotonic()
        check(shop.status("/healthz", timeout=GONE_AFTER) == 200, "somebody new was shut out")
        took = time.monotonic() - begun
        for client in clients:
            client.close()
    return f"somebody new was answered after {took:.1f} s"
