"""roster_seconds: 280 people a day at 100 entrances for 14 days. Yardstick: laying out the problem and its first draft,
which no way of solving could do without; the longest that it may take is a minute."""

import time

from qiaomen.shifts.draft import Ledger, draft
from qiaomen.shifts.problem import Frame
from qiaomen.shifts.solve import solve
from qiaomen.shifts.standing import Standing
from qiaomen.testing.rostering import community

LONGEST = 60


def measure() -> dict[str, float]:
    """`seconds` until it is solved, `draft_seconds` of the draft alone, and how many people lack (`gaps`)."""
    problem = community()
    begun = time.perf_counter()
    for _turn in draft(Ledger(Standing(Frame(problem)))):
        pass
    drafted = time.perf_counter()
    made = solve(problem, seconds=LONGEST)
    solved = time.perf_counter()
    return {"seconds": solved - drafted, "draft_seconds": drafted - begun, "gaps": len(made.gaps)}
