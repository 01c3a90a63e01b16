"""Makes tutor/datasets/data/names.txt, the surnames of 16 languages, from the library faker (a development dependency).

    python scripts/make_names.py [--check]

Run it again only to take in a newer faker: the figures in the lessons belong to the committed extract. `--check`
changes nothing and fails where the extract would be another one.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import sys
from importlib import metadata
from pathlib import Path

from tutor.datasets.letters import plain

OUT = Path(__file__).parents[1] / "tutor" / "datasets" / "data"
AT_MOST = 800
LETTERS = range(2, 21)  # a few names of 40 letters would double the time that padded batches take
LOCALES = {
    "English": ("en_US", "en_GB"),
    "French": ("fr_FR", "fr_BE"),
    "German": ("de_DE", "de_AT"),
    "Spanish": ("es_ES", "es_MX"),
    "Italian": ("it_IT",),
    "Dutch": ("nl_NL",),
    "Irish": ("ga_IE",),
    "Czech and Slovak": ("sk_SK", "cs_CZ"),
    "Croatian": ("hr_HR",),
    "Finnish": ("fi_FI",),
    "Swedish": ("sv_SE",),
    "Estonian": ("et_EE",),
    "Greek": ("el_GR",),
    "Russian": ("ru_RU",),
    "Ukrainian": ("uk_UA",),
    "Indian": ("en_IN",),
}
HEADER = """\
# Surnames of {count} languages, {total} in all: lower case, accents stripped, Cyrillic and Greek in Latin letters,
# names that two languages share left out, at most {at_most} of each. Made by scripts/make_names.py from faker
# {version} (MIT licence, see NAMES-LICENCE.txt). Language statistics, not a statement about people.
"""


def surnames(locale: str) -> set[str]:
    """All surnames of one locale of faker, in plain letters."""
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    names = {plain(name, ukrainian=locale == "uk_UA") for name in provider.last_names}
    return {name for name in names if len(name) in LETTERS}


def extract() -> dict[str, list[str]]:
    """The names of each language that no other has; where there are too many, an arbitrary but fixed choice."""
    found = {language: set().union(*map(surnames, locales)) for language, locales in LOCALES.items()}
    kept = {}
    for language, names in found.items():
        others = set().union(*(other for name, other in found.items() if name != language))
        by_chance = sorted(names - others, key=lambda name: hashlib.sha256(name.encode()).digest())
        kept[language] = sorted(by_chance[:AT_MOST])
    return kept


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the extract of surnames from faker.")
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 where the committed extract differs"
    )
    check = parser.parse_args().check
    kept = extract()
    header = HEADER.format(
        count=len(kept), total=sum(map(len, kept.values())), at_most=AT_MOST, version=metadata.version("faker")
    )
    text = header + "".join(f"\n[{language}]\n" + "\n".join(names) + "\n" for language, names in kept.items())
    licence = metadata.distribution("faker").read_text("licenses/LICENSE.txt")
    if licence is None:
        sys.exit("This faker carries no licence text; nothing was written.")
    file = OUT / "names.txt"
    if check:
        same = file.read_text(encoding="utf-8").partition("\n[")[2] == text.partition("\n[")[2]
        print(
            "The committed extract is up to date."
            if same
            else "The committed extract differs: run python scripts/make_names.py"
        )
        return 0 if same else 1
    OUT.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    (OUT / "NAMES-LICENCE.txt").write_text(
        "The surnames in names.txt are taken from faker (https://github.com/joke2k/faker), whose licence follows.\n\n"
        + licence,
        encoding="utf-8",
    )
    print(f"{file}: {len(text)} bytes, " + ", ".join(f"{language} {len(names)}" for language, names in kept.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
