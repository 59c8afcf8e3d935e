"""Fills the gaps that the start has left in memory: what a child makes lies together then, on few pages."""

from __future__ import annotations

POOL, HEAD = 1 << 14, 48  # bytes of one of the allocator's pools, which holds objects of one size, and of its head
SIZES = range(48, 513, 16)  # the sizes that have pools; nothing of ours is made in the two smaller ones
EMPTY = 33  # bytes of an object without a byte
MOST = 4_000  # objects of one size, where the allocator is another one


def filled() -> list[bytes]:
    """What fills the gaps for as long as it is kept: of each size, objects until a new pool was begun."""
    kept = []
    for size in SIZES:
        last = 0
        for _ in range(MOST):
            made = bytes(size - EMPTY)
            kept.append(made)
            if last % POOL == HEAD and id(made) == last + size:
                break
            last = id(made)
    return kept
