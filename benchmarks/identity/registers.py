"""How fast a register of the size of GLEIF's is imported and asked.

    python -m benchmarks.identity.registers --rows 300000
    python -m benchmarks.identity.registers --rows 3000000

Writes a generated golden copy (the columns of the real one, every cell quoted) into a temporary folder, imports it in a
process of its own, and looks up names as articles have them: without legal form, cut short, mistyped, of no company.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kg.resolve.registers import Register, add

FORMS = (
    "GmbH",
    "AG",
    "Ltd",
    "Limited",
    "LLC",
    "Inc.",
    "S.A.",
    "S.p.A.",
    "B.V.",
    "GmbH & Co. KG",
    "Corp.",
    "SARL",
    "Oy",
)
TRADES = ("Energy", "Holding", "Capital", "Bank", "Logistics", "Real Estate", "Pharma", "Immobilien", "Technologies")
COUNTRIES = ("DE", "US", "GB", "FR", "IT", "NL", "ES", "SE", "IN", "CN", "JP", "CH", "LU", "KY")
SYLLABLES = [a + v + b for a in "bdfgklmnprstvz" for v in "aeiou" for b in ("", "l", "n", "r", "s", "x")]
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def header() -> list[str]:
    """The columns of the golden copy, level 1."""
    address = ["xmllang", "FirstAddressLine", "AddressNumber", "AddressNumberWithinBuilding", "MailRouting"]
    address += [*(f"AdditionalAddressLine.{n}" for n in (1, 2, 3)), "City", "Region", "Country", "PostalCode"]
    others = [
        f"Entity.{kind}OtherEntityNames.{kind}OtherEntityName.{n}{end}"
        for kind in ("", "Transliterated")
        for n in range(1, 6)
        for end in ("", ".xmllang", ".type")
    ]
    more = [
        f"Entity.{kind}OtherAddresses.{kind}OtherAddress.{n}.{part}"
        for kind in ("", "Transliterated")
        for n in range(1, 6)
        for part in [*address, "type"]
    ]
    return [
        "LEI",
        "Entity.LegalName",
        "Entity.LegalName.xmllang",
        *others,
        *(f"Entity.{kind}Address.{part}" for kind in ("Legal", "Headquarters") for part in address),
        *more,
        "Entity.LegalJurisdiction",
        "Entity.EntityCategory",
        "Entity.LegalForm.EntityLegalFormCode",
        "Entity.EntityStatus",
        *(f"Entity.LegalEntityEvents.LegalEntityEvent.{n}.{part}" for n in range(1, 6) for part in ("type", "date")),
        "Registration.InitialRegistrationDate",
        "Registration.LastUpdateDate",
        "Registration.RegistrationStatus",
        "Registration.NextRenewalDate",
        "Registration.ManagingLOU",
    ]


def names(count: int) -> Iterator[str]:
    """Legal names: made-up words, some shared by many, with trades, places and legal forms."""
    draw = random.Random(1)
    brands = ["".join(draw.choices(SYLLABLES, k=draw.choice((2, 2, 3)))).title() for _ in range(max(1000, count // 4))]
    for number in range(count):
        brand = brands[min(int(draw.paretovariate(0.4)) - 1, number % len(brands))]
        words = [brand, *draw.choices(("", draw.choice(TRADES), draw.choice(brands)), k=draw.choice((1, 1, 2)))]
        if draw.random() < 0.1:
            words.append(f"Fonds {draw.randint(1, 99)}")
        yield " ".join(w for w in [*words, draw.choice(FORMS)] if w)


def write(path: Path, count: int) -> None:
    """The generated golden copy."""
    columns = header()
    at = {name: place for place, name in enumerate(columns)}
    draw = random.Random(2)
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(",".join(f'"{name}"' for name in columns) + "\r\n")
        row = [""] * len(columns)
        for number, name in enumerate(names(count)):
            place = draw.choice(COUNTRIES)
            row[0] = "".join(LETTERS[number // 36**n % 36] for n in range(5)).rjust(18, "0") + "42"
            row[1], row[2] = name, "en"
            row[3] = name.upper() if draw.random() < 0.15 else ""
            for kind in ("Legal", "Headquarters"):
                row[at[f"Entity.{kind}Address.FirstAddressLine"]] = f"Street {number % 977}"
                row[at[f"Entity.{kind}Address.City"]] = f"City {number % 5000}"
                row[at[f"Entity.{kind}Address.Country"]] = place
            row[at["Entity.EntityCategory"]] = "GENERAL"
            row[at["Registration.RegistrationStatus"]] = draw.choice(("ISSUED", "ISSUED", "LAPSED"))
            out.write('"' + '","'.join(row) + '"\r\n')


def queries(count: int, rows: int) -> list[str]:
    """Names as articles have them."""
    draw = random.Random(3)
    wanted = frozenset(draw.sample(range(rows), count))
    found = []
    for number, name in enumerate(names(rows)):
        if number in wanted:
            words = name.split()
            short = " ".join(words[: max(1, len(words) - draw.choice((0, 1, 1, 2)))])
            slip = short[: len(short) // 2] + short[len(short) // 2 + 1 :]
            found.append(
                draw.choice((name, short, short, slip, words[0], "Bank", "Capital Energy", f"Zzyzx {words[-1]}"))
            )
    return found


def run(csv_file: Path, register: Path) -> None:
    """Import and ask; prints one JSON object."""
    began, cpu = time.perf_counter(), time.process_time()
    with Register.open(register) as opened:
        done = add(opened, csv_file, name="gleif")
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(
        json.dumps(
            {
                "entries": done.counts.entries,
                "skipped": dict(done.skipped),
                "import seconds": round(seconds, 1),
                "processor seconds, main": round(cpu, 1),
                "processor seconds, all": round(cpu + _used(resource.RUSAGE_CHILDREN).ru_utime, 1),
                "peak MiB, main": round(_used(resource.RUSAGE_SELF).ru_maxrss / 1024),
                "peak MiB, largest worker": round(_used(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
                "file MB": round(register.stat().st_size / 1e6),
            }
        )
    )


def _used(who: int) -> resource.struct_rusage:
    return resource.getrusage(who)


def ask(register: Path, rows: int) -> None:
    """Time look-ups by name, on a register just opened."""
    asked = queries(2000, rows)
    clock, processor = [], []
    with Register.open(register, read_only=True) as opened:
        opened.candidates("warm up")
        for name in asked:
            start, used = time.perf_counter(), time.process_time()
            opened.candidates(name)
            clock.append((time.perf_counter() - start) * 1e3)
            processor.append((time.process_time() - used) * 1e3)
    print(json.dumps({"look-ups": len(asked), "clock": _shares(clock), "processor": _shares(processor)}))


def _shares(times: list[float]) -> dict[str, float]:
    times.sort()
    return {f"p{p} ms": round(times[len(times) * p // 100], 2) for p in (50, 90, 99)} | {"max ms": round(times[-1], 1)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=300_000)
    options.add_argument("--folder", type=Path, help="keep the files here")
    options.add_argument("--ask", action="store_true", help="only look up, in the register of --folder")
    options.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.run:
        run(chosen.run / "golden.csv", chosen.run / "register.sqlite")
        return
    if chosen.ask and chosen.folder:
        ask(chosen.folder / "register.sqlite", chosen.rows)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.folder or Path(temporary)
        if not (folder / "golden.csv").is_file():
            write(folder / "golden.csv", chosen.rows)
        print(json.dumps({"rows": chosen.rows, "golden copy MB": round((folder / "golden.csv").stat().st_size / 1e6)}))
        subprocess.run([sys.executable, "-m", "benchmarks.identity.registers", "--run", str(folder)], check=True)
        ask(folder / "register.sqlite", chosen.rows)


if __name__ == "__main__":
    main()
