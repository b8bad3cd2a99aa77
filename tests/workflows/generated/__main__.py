"""`python -m tests.workflows.generated`: let generated journeys live, print the figures, fail where a promise is broken.

`--server N` plays N of them on the real server as well.
"""

import argparse
import asyncio
import sys

from tests.workflows.generated.figures import run
from tests.workflows.generated.on_server import figures_on_a_server_of_their_own

SHOWN = 20


def main() -> int:
    """Return 1 where anything is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.workflows.generated")
    parser.add_argument("--journeys", type=int, default=2000, help="how many, driven through the pure machine")
    parser.add_argument("--server", type=int, default=0, help="how many on the real server")
    parser.add_argument("--seed", type=int, default=0, help="the first seed; each journey has its own")
    asked = parser.parse_args()
    both = []
    if asked.journeys:
        both.append(("the pure machine", run(range(asked.seed, asked.seed + asked.journeys))))
    if asked.server:
        seeds = range(asked.seed, asked.seed + asked.server)
        both.append(("the real server with virtual time", asyncio.run(figures_on_a_server_of_their_own(seeds))))
    for name, figures in both:
        sys.stdout.write(f"{name}\n{figures.table()}\n")
        sys.stdout.writelines(f"{line}\n" for line in figures.broken[:SHOWN])
    return 1 if any(figures.broken for _, figures in both) else 0


if __name__ == "__main__":
    sys.exit(main())
