"""ex01: `logbook` reads, writes and extends text files, in a real file system and in a fake one."""

import re

import pytest

import logbook

LOG = """\
# January, read at 7:00
01-06 -7.5

01-07 0 fog
01-08 -0.5
#01-09 99
01-10 3.25 the lake is open
01-11 -12
"""


@pytest.mark.check(
    "read_log gives days with their degrees",
    points=2,
    hint="Cut each line at its blanks; float() makes a number of a text.",
    concepts=("L01", "L02"),
)
def test_read_log(fs):
    fs.create_file("short.txt", "05-20 11.5\n05-21 -2\n")
    fs.create_file("noon/june.txt", "06-30 24 first swim\n")

    assert logbook.read_log("short.txt") == [("05-20", 11.5), ("05-21", -2.0)]
    assert logbook.read_log("noon/june.txt") == [("06-30", 24.0)]
    kinds = [type(part) for reading in logbook.read_log("short.txt") for part in reading]
    assert kinds == [str, float, str, float], "a reading is a text and a float"


@pytest.mark.check(
    "Empty lines and comments are passed over",
    points=2,
    hint="What does split() make of an empty line? A comment shows by its first character.",
    concepts=("L01",),
)
def test_passed_over(fs):
    fs.create_file("january.txt", LOG)
    fs.create_file("quiet.txt", "# nothing yet\n\n")

    days = [day for day, _ in logbook.read_log("january.txt")]
    assert days == ["01-06", "01-07", "01-08", "01-10", "01-11"]
    assert logbook.read_log("quiet.txt") == []


@pytest.mark.check(
    "A line that is no reading raises ValueError with its number",
    points=3,
    hint="enumerate() counts the lines along; comments and empty lines count as well.",
    concepts=("L03",),
)
@pytest.mark.parametrize(
    ("text", "number"),
    [("02-01 -3\n02-02 mild\n", 2), ("# February\n\n02-01 1\n02-02\n02-03 2\n", 4), ("02-01 one\n", 1)],
    ids=["no number", "no degrees", "the first"],
)
def test_broken_line(fs, text, number):
    fs.create_file("broken.txt", text)

    with pytest.raises(ValueError) as caught:
        logbook.read_log("broken.txt")
    told = re.findall(r"(?<![\d-])\d+(?![\d-])", str(caught.value))  # the numbers that are no part of a day
    assert str(number) in told, f"the text of the error does not name line {number}"


@pytest.mark.check(
    "A log that is not there raises FileNotFoundError",
    points=1,
    hint="open() raises it; leave it alone.",
    concepts=("L03",),
)
def test_no_log(fs):
    fs.create_file("other.txt", "05-20 11.5\n")

    with pytest.raises(FileNotFoundError):
        logbook.read_log("missing.txt")
    assert not fs.exists("missing.txt"), "reading made a file"


@pytest.mark.check(
    "coldest is the day with the lowest temperature",
    points=3,
    hint="Compare the degrees, hand back the day; the first of two equal ones stays.",
    concepts=("L04",),
)
def test_coldest():
    readings = [("11-01", 2.0), ("11-02", -6.5), ("11-03", -1.0), ("10-31", -6.5)]

    assert logbook.coldest(readings) == "11-02"
    assert logbook.coldest(readings[2:]) == "10-31"
    assert logbook.coldest([("07-01", 14.0)]) == "07-01"
    assert readings[0] == ("11-01", 2.0), "the list of readings was changed"
    with pytest.raises(ValueError):
        logbook.coldest([])


@pytest.mark.check(
    "write_frost writes the days below 0, aligned",
    points=3,
    hint="A format such as {:5.1f} pads on the left; write() adds no line end.",
    concepts=("L02", "L05"),
)
def test_write_frost(fs):
    fs.create_file("january.txt", LOG)
    fs.create_file("july.txt", "07-01 14\n")

    assert logbook.write_frost("january.txt", "out.txt") == 3
    assert fs.read_text("out.txt") == "01-06   -7.5\n01-08   -0.5\n01-11  -12.0\n"
    assert logbook.write_frost("july.txt", "none.txt") == 0
    assert fs.read_text("none.txt") == ""


@pytest.mark.check(
    "write_frost replaces an older file and keeps the log",
    points=1,
    hint="The second argument of open() says what happens to a file that is there.",
    needs="test_write_frost",
    concepts=("L05",),
)
def test_write_frost_again(fs):
    fs.create_file("log.txt", "12-24 -9\n12-25 -8\n")
    fs.create_file("out.txt", "an older and much longer text\n" * 3)

    for _ in range(2):
        logbook.write_frost("log.txt", "out.txt")

    assert fs.tree() == {"log.txt": "12-24 -9\n12-25 -8\n", "out.txt": "12-24   -9.0\n12-25   -8.0\n"}


@pytest.mark.check(
    "add_reading puts one line at the end",
    points=2,
    hint="Look at the last character that is there already.",
    concepts=("L05",),
)
def test_add_reading(fs):
    fs.create_file("whole.txt", "08-01 16\n")
    fs.create_file("open.txt", "08-01 16\n08-02 17 hail")

    for path in ("whole.txt", "open.txt", "new.txt"):
        logbook.add_reading(path, "08-03", 9.5)

    assert fs.read_text("whole.txt") == "08-01 16\n08-03 9.5\n"
    assert fs.read_text("open.txt") == "08-01 16\n08-02 17 hail\n08-03 9.5\n"
    assert fs.read_text("new.txt") == "08-03 9.5\n"


@pytest.mark.check(
    "import logbook prints nothing and asks nothing",
    points=1,
    hint="Try things out in the interactive Python, or take the lines out again.",
    needs="test_no_log",
    concepts="L06",
)
def test_silent(submission):
    inside = submission.fresh()

    inside.module("logbook")

    assert inside.output == ""


@pytest.mark.check(
    "remarks gives the words behind the degrees",
    points=2,
    hint="split() takes a second argument: how often to cut at most.",
    stretch=True,
    concepts=("L01", "L04"),
)
def test_remarks(fs):
    fs.create_file("january.txt", LOG)
    fs.create_file("plain.txt", "01-02 -3\n")

    assert logbook.remarks("january.txt") == {"01-07": "fog", "01-10": "the lake is open"}
    assert logbook.remarks("plain.txt") == {}
