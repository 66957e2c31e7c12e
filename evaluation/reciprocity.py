"""How often the test of reciprocity speaks up where acts answer in kind, and where they do not.

    python evaluation/reciprocity.py

Made series only: every ten days one side acts, two days later the other. Scores are drawn from a
normal distribution (deviation 4, as PLOVER's scores spread); "at random" draws both sides alone,
"in kind" has the second side's score as the first's plus noise as wide.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from onrecord.record.relations import reciprocity
from onrecord.record.rows import Act

SERIES = 400
SIDES = ("Norland", "Sudria")


def act(number: int, side: int, day: int, score: float) -> Act:
    """A dated act of one side towards the other."""
    return Act(
        id=f"h-{number}",
        date=(date(2031, 1, 1) + timedelta(days=day)).isoformat(),
        actor=SIDES[side],
        recipient=SIDES[1 - side],
        mutual=False,
        type="SANCTION",
        mode=None,
        status="happened",
        quad=4,
        intensity=score,
        text="",
    )


def share(pairs: int, *, in_kind: bool, seed: int) -> float:
    """The share of made series of so many pairs in which p is at most 0.05."""
    drawn = random.Random(seed)
    found = 0
    for _ in range(SERIES):
        acts = []
        for n in range(pairs):
            first, second = drawn.gauss(0, 4), drawn.gauss(0, 4)
            acts.append(act(2 * n, 0, 10 * n, first))
            acts.append(act(2 * n + 1, 1, 10 * n + 2, first + second if in_kind else second))
        p = reciprocity(acts, *SIDES, 3, 0, 199).p
        found += p is not None and p <= 0.05
    return found / SERIES


def main() -> None:
    """Print the table."""
    print(
        f"{'pairs':>6}{'at random':>12}{'in kind':>10}    share of {SERIES} series with p <= 0.05"
    )
    for pairs in (9, 10, 15, 25):
        shares = [share(pairs, in_kind=in_kind, seed=pairs) for in_kind in (False, True)]
        print(f"{pairs:>6}{shares[0]:>12.3f}{shares[1]:>10.3f}")


if __name__ == "__main__":
    main()
