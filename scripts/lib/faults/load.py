"""Kills under load, and many log-ins."""

import http.client
import threading
from concurrent.futures import ThreadPoolExecutor

from common import check, plans, server

CUSTOMERS = 12
KILLS = 4
LOG_INS = 2_000
MOST_MEGABYTES = 150


class Customer:
    """Puts products into a cart, one after the other, and knows which the server has acknowledged."""

    def __init__(self, shop, products):
        self.shop, self.products = shop, products
        self.cookie, self.known = "", []

    def shop_until(self, stopped):
        for product, plan in self.products:
            if stopped.is_set():
                return
            try:
                form = f"product={product}&plan={plan}"
                status, headers, _ = self.shop.ask("/api/fn/cart_add", form, cookie=self.cookie)
            except (OSError, http.client.HTTPException):
                continue
            cookie = (headers.get("set-cookie") or "").split(";")[0]
            self.cookie = self.cookie or cookie
            if status < 400:
                self.known.append(product)

    def lost(self):
        if not self.known:
            return []
        page = self.shop.ask("/cart", cookie=self.cookie, accept="text/html")[2]
        return [product for product in self.known if f"/products/{product}" not in page]


def kills():
    """What was acknowledged is there after SIGKILL."""
    acknowledged = 0
    with server() as shop:
        products = plans(shop)
        for _ in range(KILLS):
            stopped = threading.Event()
            customers = [Customer(shop, products) for _ in range(CUSTOMERS)]
            threads = [threading.Thread(target=customer.shop_until, args=(stopped,)) for customer in customers]
            for thread in threads:
                thread.start()
            while sum(len(customer.known) for customer in customers) < 3 * CUSTOMERS:
                if not any(thread.is_alive() for thread in threads):
                    break
                threading.Event().wait(0.01)
            shop.kill()
            stopped.set()
            for thread in threads:
                thread.join()
            shop.start()
            for customer in customers:
                check(not customer.lost(), f"lost after a kill: {customer.lost()}")
            acknowledged += sum(len(customer.known) for customer in customers)
    check(acknowledged > 0, "nothing was acknowledged")
    return f"{KILLS} kills, {acknowledged} acknowledged changes, none lost"


def passwords():
    """Many log-ins leave little memory behind."""
    with server(MINTREU_TRUST_PROXY="true") as shop:
        before = shop.megabytes()

        def log_in(number):
            network = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            form = f"email=somebody{number}%40example.com&password=correct+horse&back="
            return shop.status("/api/fn/log_in", form, x_forwarded_for=network)

        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(log_in, range(LOG_INS)))
        refused = sum(status == 403 for status in answers)
        check(refused > LOG_INS * 0.9, f"only {refused} of {LOG_INS} passwords were looked at")
        after = shop.megabytes()
    check(after < MOST_MEGABYTES, f"{LOG_INS} log-ins left {after:.0f} MB")
    return f"{LOG_INS} log-ins: {before:.0f} MB before, {after:.0f} MB after"
