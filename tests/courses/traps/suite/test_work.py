"""Faults on request, and what can be read."""

import pytest
import work

def test_full_disk(fs):
    fs.set_disk_usage(100_000)
    work.write("small.txt", "x" * 50_000)
    with pytest.raises(OSError) as refused:
        work.write("large.txt", "x" * 80_000)
    assert refused.value.errno == 28

def test_the_disk_is_mended_for_the_next(fs):
    work.write("large.txt", "x" * 80_000)
    assert len(fs.read_text("large.txt")) == 80_000

def test_folder_that_nothing_can_be_made_in(fs):
    fs.create_dir("locked")
    fs.chmod("locked", 0o500)
    with pytest.raises(PermissionError):
        work.make("locked/box")
    assert fs.tree() == {"locked": None}

def test_file_that_cannot_be_read(fs):
    fs.create_file("secret.txt", contents="s", st_mode=0o000)
    with pytest.raises(PermissionError):
        work.read("secret.txt")
    assert fs.tree() == {"secret.txt": "s"}

def test_folder_that_cannot_be_entered(fs):
    fs.create_file("locked/inner/a.txt", contents="a")
    fs.chmod("locked", 0)
    with pytest.raises(PermissionError):
        work.listed("locked")
    with pytest.raises(PermissionError):
        work.read("locked/inner/a.txt")
    fs.chmod("locked", 0o700)
    assert fs.tree("locked") == {"inner": None, "inner/a.txt": "a"}

def test_order(fs):
    fs.shuffle_listdir_results = True
    names = ["a", "b", "c", "d", "e"]
    for name in names:
        fs.create_file(f"box/{name}")
    assert work.listed("box") != names
    assert sorted(work.listed("box")) == names == fs.listdir("box")

def test_each_check_starts_anew(fs):
    assert fs.tree() == {}
    home = fs.cwd
    work.run_away()
    assert fs.cwd == "/"
    work.write(home + "/work.py", "nothing = 1")

def test_the_own_files_come_back(fs):
    assert fs.cwd == work.joined(fs.cwd, "")[:-1]
    assert fs.tree() == {}
    assert fs.read_text("work.py").startswith('"""What checks')
    work.write("work.py", "spoilt = 1")
    assert fs.tree() == {"work.py": "spoilt = 1"}

def test_readers(fs):
    fs.create_file("box/a.txt", contents="a")
    fs.create_file("box/b.bin", contents=b"\xff")
    fs.create_symlink("box/c", "a.txt")
    fs.create_symlink("way", "box")
    fs.create_symlink("broken", "nowhere")
    assert fs.exists("way/a.txt") and fs.isfile("way/c") and fs.isdir("way") and fs.islink("way")
    assert not fs.exists("broken") and fs.islink("broken") and not fs.isdir("box/a.txt")
    assert fs.read_text("way/c") == "a" and fs.read_bytes("box/b.bin") == b"\xff"
    assert {name: str(what) for name, what in fs.tree("box").items()} == {
        "a.txt": "a", "b.bin": r"b'\xff'", "c": "a.txt"}
    with pytest.raises(FileNotFoundError):
        fs.read_text("none")
    with pytest.raises(FileNotFoundError):
        fs.tree("box/a.txt")
    with pytest.raises(FileExistsError):
        fs.create_dir("box")
    with pytest.raises(FileExistsError):
        fs.create_file("box/a.txt")
    fs.remove_object("box")
    assert fs.tree().keys() == {"way", "broken"}

def test_scripts_and_fresh_interpreters_see_it(fs, submission):
    fs.create_file("given.txt", contents="given")
    inside = submission.fresh()
    assert inside.module("work").read("given.txt") == "given"
    ran = submission.variant(add={"script.py": "open('out.txt', 'w').write('out')"}).run("script.py")
    assert ran.files_made == ("out.txt",)
    ran = submission.run("work.py")
    assert (ran.exit_code, ran.files_made) == (0, ())

def test_a_script_leaves_what_it_wrote(fs, submission):
    fs.create_file("in.txt", contents="in")
    ran = submission.run("writes.py")
    assert ran.files_made == ("kept.txt",)
    assert fs.tree() == {"in.txt": "in", "kept.txt": "in"}

def test_permissions_are_those_of_the_system(fs):
    work.make("box")
    work.write("box/a", "")
    assert (work.modes("box"), work.modes("box/a")) == ("0o755", "0o644")
