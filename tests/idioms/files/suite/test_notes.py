"""Files that the suite makes and reads, and streams that it hands over."""

import io, json, os, pathlib, tempfile
import notes
import pytest


@pytest.fixture
def poem(tmp_path):
    path = tmp_path / "poem.txt"
    path.write_text("one\nzwei ü\n", encoding="utf-8")
    return path


def test_read(poem):
    assert notes.read_lines(poem) == notes.read_lines(str(poem)) == ["one", "zwei ü"]


def test_write(tmp_path):
    notes.write_lines(tmp_path / "new.txt", ["a", "b"])
    assert (tmp_path / "new.txt").read_text() == "a\nb\n"
    notes.append(tmp_path / "new.txt", "c")
    assert (tmp_path / "new.txt").read_bytes() == b"a\nb\nc\n"


def test_tmpdir(tmpdir):
    path = str(tmpdir.join("x.txt"))
    notes.write_lines(path, ["q"])
    assert os.path.exists(path) and tmpdir.join("x.txt").read() == "q\n"


def test_tmp_path_factory(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    notes.write_lines(folder / "f", ["1"])
    assert notes.tree(folder) == ["f"]


def test_tempfile():
    with tempfile.TemporaryDirectory() as folder:
        notes.write_lines(os.path.join(folder, "t"), ["x"])
        assert os.listdir(folder) == ["t"]


def test_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    notes.write_lines("rel.txt", ["r"])
    assert (
        pathlib.Path("rel.txt").read_text() == "r\n" and notes.here() == str(tmp_path) and notes.tree() == ["rel.txt"]
    )


def test_chdir_by_hand(tmp_path):
    before = os.getcwd()
    os.chdir(tmp_path)
    try:
        notes.write_lines("hand.txt", ["h"])
    finally:
        os.chdir(before)
    assert (tmp_path / "hand.txt").exists()


def test_streams():
    assert (
        notes.rows(io.StringIO("a,b\n1,2\n")) == [{"a": "1", "b": "2"}] and notes.count_bytes(io.BytesIO(b"abc")) == 3
    )
    out = io.StringIO()
    notes.dump({"k": [1]}, out)
    assert json.loads(out.getvalue()) == {"k": [1]}


def test_open_file_handed_over(poem):
    with open(poem, newline="") as file:
        assert notes.rows(file) == [{"one": "zwei ü"}]


def test_open_file_handed_back(poem):
    with notes.opened(poem) as file:
        assert file.read().startswith("one")
    assert file.closed


def test_print_to_a_stream(capsys):
    out = io.StringIO()
    notes.report(out)
    notes.report()
    assert out.getvalue() == capsys.readouterr().out == "a report\n"


def test_folders(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c.txt").touch()
    notes.copy_all(tmp_path / "a", tmp_path / "z")
    assert notes.tree(tmp_path) == ["a/b/c.txt", "z/b/c.txt"]
    notes.rename(tmp_path / "z" / "b" / "c.txt", tmp_path / "d.txt")
    assert (tmp_path / "d.txt").is_file()


@pytest.mark.parametrize("name", ["missing.txt", "no/such.txt"])
def test_missing(tmp_path, name):
    with pytest.raises(FileNotFoundError):
        notes.read_lines(tmp_path / name)


def test_no_permission(poem):
    with pytest.raises(IsADirectoryError):
        notes.read_lines(poem.parent)
