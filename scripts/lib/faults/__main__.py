"""Runs the faults that are named, or all, and reports. See scripts/faults."""

import sys
import time
import traceback

import database
import load
import mail
import slow
from common import Broken, Skipped

FAULTS = {
    "kills": load.kills,
    "passwords": load.passwords,
    "disk": database.full_disk,
    "silent": database.silent_postgres,
    "restart": database.restarted_postgres,
    "mail": mail.hanging_mail_server,
    "slow": slow.half_sent,
    "unread": slow.unread,
    "idle": slow.idle,
}


def run(name):
    """One line of the report, and whether it held."""
    begun = time.monotonic()
    try:
        held, said = True, FAULTS[name]()
    except Skipped as reason:
        held, said = True, f"left out: {reason}"
    except Broken as reason:
        held, said = False, str(reason)
    except Exception as error:  # The others are tried all the same.
        traceback.print_exc()
        held, said = False, repr(error)
    took = time.monotonic() - begun
    return held, f"{'ok    ' if held else 'BROKEN'} {name:10} {took:5.1f} s  {said}"


def main():
    names = sys.argv[1:] or list(FAULTS)
    unknown = [name for name in names if name not in FAULTS]
    if unknown:
        sys.exit(f"there is no fault {unknown[0]}: {', '.join(FAULTS)}")
    report = []
    for name in names:
        print(f"==> {name}", file=sys.stderr, flush=True)
        report.append(run(name))
    print("\n".join(line for _, line in report))
    sys.exit(0 if all(held for held, _ in report) else 1)


main()
