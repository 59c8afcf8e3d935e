"""A student's program that does with files what students do, and what trips up a simulated disk."""

import codecs, configparser, contextlib, csv, fileinput, glob, gzip, importlib, importlib.util, inspect, io, json
import logging, os, pathlib, pkgutil, runpy, shelve, shutil, sys, tarfile, tempfile, zipfile
from os.path import exists, isdir, join
from os import listdir, mkdir
from pathlib import Path

ROOT = Path(__file__).parent
OPEN = open


def says_exists(path, ask=os.path.exists):
    return ask(path)


class Tools:
    make = mkdir  # a function of C's does not turn into a method, and so must ours not
    names = os.listdir


def unclosed():
    open("a.txt", "w").write("one\n")
    handle = open("b.txt", "w")
    handle.write("two\n")
    csv.writer(open("c.csv", "w", newline="")).writerow(["x", 1])
    print("four", file=open("d.txt", "w"))
    json.dump([1], open("e.json", "w"))
    Path("f.bin").open("wb").write(b"six")


def read_back():
    return [open(name).read() for name in ("a.txt", "b.txt", "c.csv", "d.txt", "e.json", "f.bin")]


def asked_by_imported_name():
    mkdir("box")
    return exists("box"), isdir("box"), exists("none"), exists(join("box", "x")), says_exists("box")


def tools():
    tools = Tools()
    tools.make("toolbox")
    return "toolbox" in tools.names(".")


def by_root():
    (ROOT / "made.txt").write_text("here")
    return (ROOT / "made.txt").read_text(), isinstance(ROOT, Path), ROOT == Path.cwd(), sorted(ROOT.glob("made*"))


def own_text():
    return open(__file__).readline(), inspect.getsource(own_text)[:14], Path(__file__).exists()


def made_module():
    open("plugin_one.py", "w").write("VALUE = 1\n")
    import plugin_one
    open("plugin_one.py", "w").write("VALUE = 22\n")
    os.utime("plugin_one.py", (9, 9))
    again = importlib.reload(plugin_one)
    os.makedirs("pack/deep")
    open("pack/__init__.py", "w").write("from .one import name\n")
    open("pack/one.py", "w").write("from .deep.two import name\n")
    open("pack/deep/two.py", "w").write("name = 'two'\n")
    import pack
    found = importlib.util.find_spec("plugin_two")
    open("plugin_two.py", "w").write("WHO = __name__\n")
    spec = importlib.util.find_spec("plugin_two")
    import plugin_two
    ran = runpy.run_path("plugin_two.py")["WHO"], runpy.run_module("plugin_two")["WHO"]
    names = sorted(found.name for found in pkgutil.iter_modules(["pack"]))
    return again.VALUE, pack.name, found, spec.name, plugin_two.WHO, ran, names


def formats():
    with gzip.open("g.gz", "wt") as file:
        file.write("zip")
    with zipfile.ZipFile("z.zip", "w") as file:
        file.writestr("in.txt", "zipped")
    open("t.txt", "w").write("tar")
    with tarfile.open("t.tar", "w") as file:
        file.add("t.txt")
    with codecs.open("k.txt", "w", "utf-16") as file:
        file.write("k")
    parser = configparser.ConfigParser()
    parser["a"] = {"b": "c"}
    parser.write(open("i.ini", "w"))
    handler = logging.FileHandler("l.log")
    logging.getLogger("trap").addHandler(handler)
    logging.getLogger("trap").warning("logged")
    handler.close()
    with shelve.open("shelf") as shelf:
        shelf["x"] = [1]
    with shelve.open("shelf") as shelf:
        kept = shelf["x"]
    lines = list(fileinput.input(["t.txt"]))
    return (gzip.open("g.gz", "rt").read(), zipfile.ZipFile("z.zip").read("in.txt"),
            tarfile.open("t.tar").extractfile("t.txt").read(), codecs.open("k.txt", encoding="utf-16").read(),
            open("i.ini").read(), open("l.log").read(), kept, lines)


def copies():
    os.makedirs("src/sub")
    open("src/sub/x", "w").write("x")
    shutil.copytree("src", "dst")
    shutil.copy("src/sub/x", "y")
    shutil.move("y", "dst/z")
    os.replace("dst/z", "dst/sub/w")
    os.symlink("sub", "dst/link")
    walked = [(top, sorted(folders), sorted(files)) for top, folders, files in os.walk("dst")]
    read = open("dst/link/w").read()
    shutil.rmtree("src")
    return walked, read, glob.glob("dst/**/w", recursive=True), exists("src")


def temporary():
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a").write_text("a")
        inside = os.listdir(folder)
    with tempfile.NamedTemporaryFile("w+") as file:
        file.write("named")
        file.seek(0)
        named = file.read(), exists(file.name)
    with tempfile.TemporaryFile() as file:
        file.write(b"none")
        file.seek(0)
        return inside, exists(folder), named, file.read()


def modes():
    with open("m.txt", "w+") as file:
        file.write("abc\n")
        file.seek(0)
        first = file.read()
    with open("m.txt", "a") as file:
        file.write("def\n")
        told = file.tell()
    with open("m.txt", "r+b", buffering=0) as file:
        file.seek(-4, 2)
        file.write(b"D")
        file.truncate(6)
    with contextlib.suppress(FileExistsError):
        open("m.txt", "x")
    fd = os.open("low.txt", os.O_CREAT | os.O_RDWR)
    os.write(fd, b"low level")
    os.lseek(fd, 4, 0)
    low = os.read(fd, 5), os.fstat(fd).st_size
    os.close(fd)
    with os.fdopen(os.open("low.txt", os.O_RDONLY)) as file:
        again = file.read()
    with io.FileIO("low.txt") as file:
        raw = file.read(3)
    os.write(1, b"to the screen\n")
    return first, told, open("m.txt").read(), low, again, raw, os.stat("m.txt").st_size, os.path.getsize("m.txt")


def kinds():
    file = open("kind.txt", "w")
    return isinstance(file, io.TextIOWrapper), isinstance(os.stat("."), os.stat_result), type(Path(".")).__name__


def zone():
    import zoneinfo
    return str(zoneinfo.ZoneInfo("Europe/Vienna"))


def standard():
    import wave, turtledemo, html.parser
    return inspect.getsource(html.parser)[:3] != "", exists(os.__file__)


def odd_places():
    open(os.devnull, "w").write("nothing")
    os.makedirs("loose/inner")
    open("loose/inner/part.py", "w").write("def broken():\n    return 1 / 0  # here\n")
    import importlib.resources, traceback
    import loose.inner.part
    try:
        loose.inner.part.broken()
    except ZeroDivisionError:
        shown = traceback.format_exc()
    os.makedirs("bag")
    open("bag/__init__.py", "w").close()
    open("bag/data.txt", "w").write("data")
    descriptor = os.open("bag", os.O_RDONLY)
    listed = sorted(os.listdir(descriptor))
    os.close(descriptor)
    os.symlink("bag", "way")
    with os.scandir("bag") as entries:
        sizes = {entry.name: entry.stat().st_size for entry in entries if entry.is_file()}
    return ("# here" in shown, importlib.resources.files("bag").joinpath("data.txt").read_text(), listed, sizes,
            Path("way/data.txt").resolve() == ROOT / "bag/data.txt", shutil.disk_usage(".").free > 1000,
            importlib.import_module("statistics").mean("only the first"), open(os.devnull).read())


def by_keyword():
    os.mkdir(path="d", mode=0o700)
    os.close(os.open(path="d/f", flags=os.O_CREAT | os.O_RDWR, mode=0o640))
    os.truncate(path="d/f", length=3)
    os.chmod(path="d/f", mode=0o600)
    os.utime(path="d/f", times=(1, 2))
    os.symlink(src="f", dst="d/l")
    os.link(src="d/f", dst="d/k")
    os.rename(src="d/k", dst="d/m")
    os.replace(src="d/m", dst="d/n")
    found = os.readlink(path="d/l"), os.access(path="d/f", mode=os.R_OK), os.stat(path="d/f").st_mtime
    listed = sorted(os.listdir(path="d")), len(list(os.scandir(path="d")))
    Path("d/t").touch()
    Path("d/p").symlink_to("t")
    Path("d/q").hardlink_to("d/t")
    same = Path("d/p").samefile("d/q"), str(Path("d/p").readlink())
    for name in os.listdir("d"):
        os.remove(path=os.path.join("d", name))
    os.rmdir(path="d")
    os.makedirs(name="a/b", exist_ok=True)
    os.removedirs(name="a/b")
    os.chdir(path=".")
    return found, listed, same, exists("a")


def refusals():
    os.makedirs("d/e")
    open("d/v", "w").close()
    told = []
    for what in (
        lambda: os.mkdir("d"), lambda: os.mkdir("no/no"), lambda: os.mkdir("d/v/x"), lambda: os.rename("nix", "nax"),
        lambda: os.listdir("nix"), lambda: os.listdir("d/v"), lambda: os.rmdir("d"), lambda: os.rmdir("d/v"),
        lambda: os.remove("d"), lambda: os.remove("nix"), lambda: os.chdir("nix"), lambda: os.chdir("d/v"),
        lambda: open("d"), lambda: open("d", "w"), lambda: open("nix"), lambda: open("d/v/x"), lambda: open("no/x", "w"),
        lambda: open("d/v", "x"), lambda: os.stat("nix"), lambda: os.readlink("d/v"), lambda: os.symlink("x", "d"),
        lambda: Path("nix").unlink(), lambda: Path("d/v").mkdir(), lambda: shutil.rmtree("nix"),
    ):
        try:
            what()
            told.append("nothing")
        except OSError as error:
            told.append(f"{type(error).__name__}: {error}")
    return told


def late():
    os.chdir("..")
    os.chdir(str(ROOT))
    return os.getcwd() == str(ROOT), os.path.abspath("x") == str(ROOT / "x")
