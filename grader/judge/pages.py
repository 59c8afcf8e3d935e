"""The pages of memory that a child of the judge writes to: had beforehand, not one fault after the other.

A fork shares every page until somebody writes to it, and copies that one then. The copies that judging takes are much
the same for all submissions of a suite: so a first child notes them, and each later one asks for them while it waits
for its turn.
"""

from __future__ import annotations

import array
import os
from itertools import pairwise

PAGE = os.sysconf("SC_PAGE_SIZE")
MADV_POPULATE_WRITE = 23  # Linux 5.14; an older kernel refuses it
PRESENT, ALONE = 1 << 63, 1 << 56  # bits of an entry of `/proc/self/pagemap`
NEAR = 2  # pages from one to the next that are asked for together
MOST = 2000  # ranges

Range = tuple[int, int]  # first address, and size in bytes


def own_pages() -> list[Range]:
    """Where this process has pages of its own in memory that a fork shares; empty where the kernel does not say."""
    found: list[Range] = []
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="replace") as maps:
            spans = [line.split()[0].split("-") for line in maps if line.split()[1] == "rw-p"]
        with open("/proc/self/pagemap", "rb", buffering=0) as pagemap:
            for first, end in ((int(first, 16), int(end, 16)) for first, end in spans):
                pagemap.seek(first // PAGE * 8)
                entries = array.array("Q", pagemap.read((end - first) // PAGE * 8))
                found += [(first + place * PAGE, count * PAGE) for place, count in _runs(entries)]
    except OSError:
        return []
    return found[:MOST]


def _runs(entries: array.array[int]) -> list[tuple[int, int]]:
    """First place and count of the pages that are this process's alone, near ones taken together."""
    wanted = PRESENT | ALONE
    places = [place for place, entry in enumerate(entries) if entry & wanted == wanted]
    breaks = [(last, place) for last, place in pairwise(places) if place - last > NEAR]
    starts = [*places[:1], *(place for _, place in breaks)]
    ends = [*(last for last, _ in breaks), *places[-1:]]
    return [(start, end - start + 1) for start, end in zip(starts, ends, strict=True)]


def ask_for(ranges: list[Range]) -> None:
    """Have these pages to oneself. What the kernel refuses comes by itself later."""
    import ctypes  # noqa: PLC0415 - only a judge that forks needs it

    libc = ctypes.CDLL(None)
    for first, size in ranges:
        libc.madvise(ctypes.c_void_p(first), ctypes.c_size_t(size), MADV_POPULATE_WRITE)
