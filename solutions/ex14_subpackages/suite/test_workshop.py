"""ex14: the packages `parts` and `billing` inside `workshop`, and the script that stands outside."""

import pytest

from workshop.billing import invoice
from workshop.parts import wheels
from workshop.parts.brakes import pads

INITS = ("workshop/__init__.py", "workshop/parts/__init__.py", "workshop/billing/__init__.py")
INVOICE = "workshop/billing/invoice.py"
WHEELS = "workshop/parts/wheels.py"
PADS = "workshop/parts/brakes/pads.py"

# Put behind the student's own module: whoever asks it for a price gets this one.
EVERYTHING_COSTS_1000 = "\n\ndef price_of(name):\n    return 1000\n"


def at_the_top(submission, path):
    """The imports of a file that stand outside functions."""
    return [record for record in submission.imports(path) if not record.nested]


def leads_to_parts(record):
    """Whether an import takes something out of `workshop.parts`, or that package itself."""
    if record.resolved == "workshop":
        return "parts" in [name for name, _ in record.names]
    return record.resolved == "workshop.parts" or record.resolved.startswith("workshop.parts.")


def expensive(submission):
    """A copy of the submission in which each part costs 1000."""
    return submission.variant(replace={WHEELS: submission.source(WHEELS) + EVERYTHING_COSTS_1000})


@pytest.mark.check(
    "Every folder has its own __init__.py",
    points=2,
    hint="A subpackage is a package as well.",
    concepts=("C51", "C53"),
)
def test_every_folder_has_an_init(submission):
    for path in INITS:
        if path not in submission.files:
            pytest.fail(f"`{path}` was not found")


@pytest.mark.check(
    "price_of('tyre') is 25",
    points=2,
    hint="Look it up in PRICES.",
    concepts=("C53",),
)
def test_price_of(submission):
    assert wheels.price_of("tyre") == 25
    assert wheels.price_of("tube") == 6
    assert wheels.price_of("rim") == 40
    assert wheels.PRICES == {"tube": 6, "tyre": 25, "rim": 40}

    other = submission.fresh().module("workshop.parts.wheels")
    other.PRICES["spoke"] = 2
    assert other.price_of("spoke") == 2, "a part that was added to `PRICES` has no price"


@pytest.mark.check(
    "price_of('bell') raises KeyError",
    points=1,
    hint="Let the error come through.",
    concepts=("C53",),
)
def test_unknown_part():
    for name in ("bell", "Tyre", ""):
        with pytest.raises(KeyError):
            wheels.price_of(name)


@pytest.mark.check(
    "invoice.py reaches parts with a relative import",
    points=3,
    hint="One dot is the own package; count upwards from invoice.py.",
    concepts=("C47", "C53"),
)
def test_relative_import(submission):
    relative = [record for record in at_the_top(submission, INVOICE) if record.level >= 1]
    assert any(leads_to_parts(record) for record in relative), (
        f"no relative import near the top of `{INVOICE}` leads to `workshop/parts/`"
    )

    copy = expensive(submission).fresh().module("workshop.billing.invoice")
    assert copy.invoice({"tube": 2, "rim": 1}) == 3000, "another `price_of` in `wheels.py` did not change the total"


@pytest.mark.check(
    "invoice adds price times quantity",
    points=3,
    hint="Go through the items of the dict.",
    concepts=("C51", "C53"),
)
def test_invoice():
    assert invoice.invoice({"tube": 1, "tyre": 2}) == 56
    items = {"rim": 2, "tube": 3}
    assert invoice.invoice(items) == 98
    assert items == {"rim": 2, "tube": 3}, "the dict of items was changed"
    assert invoice.invoice({"tyre": 1}) == 25
    assert invoice.invoice({"tyre": 4, "rim": 1, "tube": 10}) == 200
    assert invoice.invoice({"tube": 1, "tyre": 2}) == 56, "the same items gave another total later on"


@pytest.mark.check(
    "invoice({}) is 0",
    points=1,
    hint="Start value.",
    concepts=("C51",),
)
def test_nothing_costs_nothing():
    assert invoice.invoice({}) == 0


@pytest.mark.check(
    "A quantity of 0 raises ValueError",
    points=1,
    hint="Check before adding.",
    concepts=("C51",),
)
def test_quantity_below_one():
    for items in ({"tube": 0}, {"tyre": -2}, {"tube": 1, "rim": 0}, {"rim": 0, "tube": 1}):
        with pytest.raises(ValueError):
            invoice.invoice(items)


@pytest.mark.check(
    "shop.py imports the module with from workshop.billing import invoice",
    points=2,
    hint="Package dot subpackage, then the module.",
    concepts=("C52",),
)
def test_shop_imports_the_module(submission):
    forms = [
        name
        for record in at_the_top(submission, "shop.py")
        if record.module == "workshop.billing" and record.level == 0
        for name, _ in record.names
    ]

    if "invoice" not in forms:
        pytest.fail("no line of `shop.py` is this import")


@pytest.mark.check(
    "python shop.py prints Total: 56",
    points=2,
    hint="The module and the function have the same name; which one is called?",
    concepts=("C52", "C53"),
)
def test_shop_prints_the_total(submission):
    ran = submission.run("shop.py")
    assert ran.stdout.strip() == "Total: 56"
    assert ran.exit_code == 0, "the exit code is another one"

    changed = expensive(submission).run("shop.py")
    assert changed.stdout.strip() == "Total: 3000", "with other prices the script did not print another total"


@pytest.mark.check(
    "The third level works",
    points=3,
    hint="From pads.py: how many folders up is wheels.py?",
    stretch=True,
    concepts=("C47", "C51", "C53"),
)
def test_third_level(submission):
    assert pads.pad_price() == 12

    inside = submission.fresh()
    inside.module("workshop.parts.wheels")
    before = inside.output  # another check's business
    other = inside.module("workshop.parts.brakes.pads")
    printed = inside.output.removeprefix(before)
    assert other.pad_price() == 12
    inside.module("workshop.parts.wheels").PRICES["tube"] = 350
    assert other.pad_price() == 700, "another price of a tube made no difference"

    assert "workshop/parts/brakes/__init__.py" in submission.files, "`brakes/` is not a package yet"
    two_dots = [record for record in at_the_top(submission, PADS) if record.level == 2 and leads_to_parts(record)]
    assert two_dots, f"no import with two dots near the top of `{PADS}` leads to `workshop/parts/`"
    assert printed == "", "something is printed while `brakes` and `pads` are imported"
