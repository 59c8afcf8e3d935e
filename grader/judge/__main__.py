"""Starts the judge: `python -m grader.judge CONTROL DIARY`, with these sockets at those descriptors."""

from __future__ import annotations

import gc

if __name__ == "__main__":
    gc.disable()  # until it judges: a start makes no garbage, and looking for some takes a tenth of it

    from grader.judge.session import main

    main()
