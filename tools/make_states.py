"""Writes onrecord/data/states.tsv from the package countryinfo (MIT); run by hand, not at set-up.

python tools/make_states.py > onrecord/data/states.tsv
"""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path

SHARED_DEMONYMS = {
    "French": "FRA",
    "British": "GBR",
    "Indian": "IND",
    "Dutch": "NLD",
    "American": "USA",
    "Chinese": "CHN",
    "Norwegian": "NOR",
}
NOT_STATES = {"ATA", "BVT", "IOT", "UMI", "HMD", "ATF", "SGS"}


def latin(name: str) -> bool:
    """Whether a name is written in Latin letters."""
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in name)


def main() -> None:
    """Print one state a line."""
    import countryinfo  # noqa: PLC0415 - wanted by this script alone

    rows = {}
    for path in sorted((Path(countryinfo.__file__).parent / "data").glob("*.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        code = facts.get("ISO", {}).get("alpha3")
        name = facts.get("name", "")
        if not code or code in NOT_STATES or "," in name or code in rows:
            continue
        names = [n for n in facts.get("altSpellings", []) if len(n) > 3 and latin(n)]
        names = [n for n in dict.fromkeys(names) if n != name and "," not in n]
        demonyms = [d.strip() for d in (facts.get("demonym") or "").split(",") if d.strip()]
        demonyms = [d for d in demonyms if SHARED_DEMONYMS.get(d, code) == code]
        capitals = facts.get("capital") or ""
        capital = (capitals[0] if isinstance(capitals, list) else capitals).removesuffix(" D.C.")
        rows[code] = (name, demonyms, capital, names)
    print("# States: ISO 3166 alpha-3 code, name, adjectives, capital, other names (| between).")
    print("# Origin: package countryinfo 1.0.1 (MIT); written by tools/make_states.py.")
    for code, (name, demonyms, capital, names) in sorted(rows.items()):
        sys.stdout.write(
            "\t".join((code, name, "|".join(demonyms), capital, "|".join(names))) + "\n"
        )


if __name__ == "__main__":
    main()
