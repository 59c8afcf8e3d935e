import io

import gen
import pytest


def test_mutate():
    items, table = [1], {}
    assert gen.mutate(items, table) is items
    assert items == [1, 99] and table["k"] is items


def test_sort_in_place():
    items = [3, 1, 2]
    assert gen.sort_in_place(items) is None
    assert items == [1, 2, 3]


def test_clear():
    d = {1: 2}
    gen.clear(d)
    assert d == {}


def test_nested_mutation():
    t = {"a": {"b": []}}
    inner = t["a"]["b"]
    gen.nested(t)
    assert inner == [1]


def test_grid():
    g = gen.grid(2)
    g[0][0] = 1
    assert g == [[1, 0], [0, 0]]


def test_stream():
    s = io.StringIO()
    gen.write_to(s)
    assert s.getvalue() == "hello\nmore\n"


def test_read_stream():
    assert gen.read_from(io.StringIO("a\nb\n")) == ["a", "b"]


def test_csv():
    assert gen.read_csv(io.StringIO("a,b\n1,2\n")) == [["a", "b"], ["1", "2"]]


def test_file(tmp_path):
    p = tmp_path / "f.txt"
    p.write_text("x\ny\n")
    assert gen.lines_of(p) == ["x", "y"] and gen.lines_of(str(p)) == ["x", "y"]
    with open(p) as f:
        assert gen.read_from(f) == ["x", "y"]


def test_save(tmp_path):
    gen.save(tmp_path / "o.json", {"a": 1})
    assert (tmp_path / "o.json").read_text() == '{"a": 1}'


def test_write_real_file(tmp_path):
    with open(tmp_path / "w.txt", "w") as f:
        gen.write_to(f)
    assert (tmp_path / "w.txt").read_text() == "hello\nmore\n"


def test_cwd(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.txt").write_text("q")
    assert gen.lines_of("r.txt") == ["q"]
    gen.save("new.json", [1])
    assert (tmp_path / "new.json").exists()


def test_missing_file():
    with pytest.raises(FileNotFoundError) as info:
        gen.lines_of("/nope/nope.txt")
    assert info.value.filename == "/nope/nope.txt" and info.value.errno == 2


def test_shared_table():
    gen.remember("a", 1)
    assert gen.cache == {"a": 1}
    gen.cache["b"] = 2
    assert gen.cache == {"a": 1, "b": 2}
    gen.cache.clear()
    gen.remember("z", 3)
    assert gen.cache == {"z": 3}


def test_kwonly():
    assert gen.kwonly(1, b=3, c=4) == (1, 3, {"c": 4})
    with pytest.raises(TypeError):
        gen.kwonly(1, 2)
    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        gen.kwonly()
