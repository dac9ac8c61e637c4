"""A mail server that takes connections and says nothing."""

import json
import socket
import sqlite3
import threading
import time

from common import check, server, until

LETTERS = 12


def hang(listener, held):
    while True:
        held.append(listener.accept()[0])


def hanging_mail_server():
    """Letters wait; jobs of other kinds are done at once, and /readyz tells of those that wait."""
    listener, held = socket.create_server(("127.0.0.1", 0)), []
    threading.Thread(target=hang, args=(listener, held), daemon=True).start()
    smtp = f"smtp://127.0.0.1:{listener.getsockname()[1]}"
    with server(SMTP_URL=smtp, MINTREU_TRUST_PROXY="true") as shop:
        for number in range(LETTERS):
            form = f"name=A&email=a{number}%40example.com&password=correct+horse+{number}&back="
            shop.ask("/api/fn/register", form, x_forwarded_for=f"10.0.0.{number}")
        until("letters are on their way", lambda: len(held) >= 2)
        path = shop.settings["DATABASE_URL"].removeprefix("sqlite://")
        now = int(time.time() * 1_000_000)
        database = sqlite3.connect(path, timeout=10)
        kinds = ["refund", "look", "end_subscription", "return_payment"]
        for kind in kinds:
            database.execute(
                "INSERT INTO jobs (kind, key, payload, run_at, created_at) VALUES (?, ?, '{}', ?, ?)",
                (kind, f"fault-{kind}", now, now),
            )
        database.commit()

        def begun():
            rows = database.execute("SELECT count(*) FROM jobs WHERE key LIKE 'fault-%' AND attempts > 0")
            return rows.fetchone()[0] == len(kinds)

        took = until("jobs of the other kinds are begun", begun, 15)

        def told():
            report = json.loads(shop.ask("/readyz", port=shop.operators)[2])
            return any(of["kind"] == "mail" for of in report["overdue_jobs"])

        until("overdue letters are told of", told, 90)
        metrics = shop.ask("/metrics", port=shop.operators)[2]
        check('jobs_overdue{kind="mail"}' in metrics, "the metric of overdue jobs is missing")
    return f"{LETTERS} letters waited, {len(kinds)} jobs of other kinds were begun after {took:.1f} s"
