"""However a check has left the folder, the next one finds it as it was handed in."""

import pytest
import mess

@pytest.mark.parametrize("name", ["lock", "trap", "dig", "vanish"])
def test_mess(fs, name):
    assert fs.tree() == {}
    assert fs.read_text("pack/inner.txt") == "inner" and fs.isdir("pack") and not fs.islink("pack")
    assert "def vanish" in fs.read_text("mess.py")
    getattr(mess, name)()

def test_after(fs):
    assert fs.tree() == {}
    assert fs.tree("pack") == {"inner.txt": "inner"} and fs.isfile("mess.py")
