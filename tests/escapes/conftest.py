"""Attacks are data: pytest looks for no tests and no `conftest.py` in them."""

collect_ignore = ["corpus", "files", "idioms", "own"]
