"""ex15: no circle of imports, and everything else as it was."""

import ast

import pytest

import customers
import orders
from ring import bikes, hires, prices

OLD_NAMES = {
    "orders": ("order_total", "order_label", "ORDERS"),
    "customers": ("display_name", "customer_report", "CUSTOMERS"),
}
RING_NAMES = {
    "ring.bikes": ("wheel_size", "bike_line"),
    "ring.hires": ("is_out", "hire_total", "DAYS"),
    "ring.prices": ("day_price", "SMALL", "LARGE"),
}


def python_files(submission, *, ring):
    """The Python files inside the package `ring`, or those outside."""
    return [path for path in submission.files if path.endswith(".py") and path.startswith("ring/") is ring]


def module_of(path):
    """The dotted name of a file; a package's is that of its folder."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def arrows(submission, paths):
    """Which of these files' modules each one imports, imports inside functions too."""
    modules = {module_of(path) for path in paths}
    found = {module: set() for module in modules}
    for record in submission.imports(*paths):
        inside = {f"{record.resolved}.{name}" for name, _ in record.names} & modules
        # `from . import prices` is about the module; the package is meant where a name is none.
        wanted = inside if len(inside) == len(record.names) else inside | {record.resolved}
        found[module_of(record.file)] |= (wanted & modules) - {module_of(record.file)}
    return found


def circle(graph):
    """The modules along one circle, the first one again at the end; empty if there is none."""
    finished = set()

    def walk(module, way):
        if module in way:
            return [*way[way.index(module) :], module]
        if module in finished:
            return []
        ways = (walk(target, [*way, module]) for target in sorted(graph[module]))
        found = next(filter(None, ways), [])
        finished.add(module)
        return found

    return next(filter(None, (walk(module, []) for module in sorted(graph))), [])


def hidden_imports(submission, paths):
    """The places of imports inside functions, and of those that are asked for by a text."""
    places = [f"`{record.file}` line {record.line}" for record in submission.imports(*paths) if record.nested]
    for path in paths:
        for node in ast.walk(submission.tree(path)):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func).rpartition(".")[2]
                places += [f"`{path}` line {node.lineno}"] * (called in ("__import__", "import_module"))
    return places


def functions(submission, paths):
    """Every function that stands in no class and in no other function: its name and its place."""
    for path in paths:
        waiting = [submission.tree(path)]
        while waiting:
            for node in ast.iter_child_nodes(waiting.pop()):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield node.name, f"`{path}` line {node.lineno}"
                elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
                    yield ast.unparse(node.targets[0]), f"`{path}` line {node.lineno}"
                elif not isinstance(node, ast.ClassDef):
                    waiting.append(node)


def written_twice(submission, paths):
    """A sentence about each function that is there more than once."""
    places = {}
    for name, place in functions(submission, paths):
        places.setdefault(name, []).append(place)
    return [f"`{name}` is defined in {' and '.join(found)}" for name, found in places.items() if len(found) > 1]


def offers_something(module):
    """Whether a module can be imported and has one of its old names at least."""
    return any(hasattr(module, name) for name in OLD_NAMES[module.__name__])


def imported_first(submission, module):
    """The module, imported in an interpreter that has imported nothing before."""
    inside = submission.fresh()
    imported = inside.module(module)
    assert inside.output == "", f"something is printed while `{module}` is imported"
    return imported


@pytest.mark.check(
    "import orders works in a fresh Python",
    points=2,
    hint="Which line needs a name that does not exist yet?",
    concepts=("C54", "C55"),
)
def test_orders_first(submission):
    imported_first(submission, "orders")


@pytest.mark.check(
    "import customers works in a fresh Python",
    points=2,
    hint="Try both orders; one success may be luck.",
    concepts=("C54", "C55"),
)
def test_customers_first(submission):
    imported_first(submission, "customers")


@pytest.mark.check(
    "The import graph has no cycle",
    points=3,
    hint="Draw an arrow for each import; the arrows must not lead back.",
    concepts=("C54",),
)
def test_no_circle(submission):
    found = circle(arrows(submission, python_files(submission, ring=False)))

    if found:
        pytest.fail(f"the imports lead back to where they began: {' -> '.join(found)}")


@pytest.mark.check(
    "No import hides inside a function",
    points=2,
    hint="The crash is gone, but the dependency is still there.",
    concepts=("C54",),
)
def test_no_hidden_import(submission):
    for place in hidden_imports(submission, python_files(submission, ring=False)):
        pytest.fail(f"{place} imports out of sight")

    assert offers_something(customers)


@pytest.mark.check(
    "No function exists twice",
    points=2,
    hint="Move it; do not copy it.",
    concepts=("C55",),
)
def test_no_function_twice(submission):
    for sentence in written_twice(submission, python_files(submission, ring=False)):
        pytest.fail(sentence)

    assert offers_something(customers)


@pytest.mark.check(
    "All old names are still importable",
    points=2,
    hint="Other programs import these names from these files.",
    concepts=("C55",),
)
def test_old_names():
    for module in (customers, orders):
        for name in OLD_NAMES[module.__name__]:
            if not hasattr(module, name):
                pytest.fail(f"`{module.__name__}` has no `{name}` any more")

        promised = getattr(module, "__all__", OLD_NAMES[module.__name__])
        for name in OLD_NAMES[module.__name__]:
            if name not in promised:
                pytest.fail(f"`from {module.__name__} import *` does not bring `{name}` any more")
        for name in promised:
            if not hasattr(module, name):
                pytest.fail(f"`__all__` in `{module.__name__}.py` promises `{name}`, which is not there")


@pytest.mark.check(
    "customer_report is unchanged",
    points=2,
    hint="Compare the text exactly.",
    concepts=("C55",),
)
def test_customer_report():
    assert customers.customer_report("ann") == "Ann Miller: 3 orders, 120"
    assert customers.customer_report("bob") == "Bob de Vries: 1 orders, 18"
    assert customers.customer_report("cleo") == "Cleo Okafor: 0 orders, 0"
    with pytest.raises(KeyError):
        customers.customer_report("zoe")


@pytest.mark.check(
    "order_label is unchanged",
    points=1,
    hint="Compare the text exactly.",
    concepts=("C55",),
)
def test_order_label():
    assert orders.order_label("ann") == "Order for Ann Miller"
    assert orders.order_label("bob") == "Order for Bob de Vries"
    assert orders.order_label("cleo") == "Order for Cleo Okafor"
    with pytest.raises(KeyError):
        orders.order_label("zoe")


@pytest.mark.check(
    "ORDERS is one shared table",
    points=1,
    hint="Adding an order must be visible in both modules.",
    concepts=("C55",),
)
def test_one_table(submission):
    inside = submission.fresh()
    second = inside.module("customers")
    first = inside.module("orders")
    assert first.order_total("bob") == 18

    first.ORDERS["bob"].append(30)

    assert first.order_total("bob") == 48, "an order that was added to `ORDERS` is not counted in `order_total`"
    report = str(second.customer_report("bob"))
    assert "2 orders" in report, "an order that was added to `ORDERS` is not counted in `customer_report`"
    assert "48" in report


@pytest.mark.check(
    "ring/ imports from each of its three modules",
    points=3,
    hint="Same idea, three arrows.",
    stretch=True,
    concepts=("C54", "C55"),
)
def test_ring(submission):
    for module, names in RING_NAMES.items():
        imported = imported_first(submission, module)
        for name in names:
            if not hasattr(imported, name):
                pytest.fail(f"`{module}` has no `{name}` any more")

    paths = python_files(submission, ring=True)
    for record in submission.imports(*paths):
        if record.level == 0 and record.resolved.partition(".")[0] == "ring":
            pytest.fail(f"`{record.file}` line {record.line} imports from its own package without a dot")
    if "ring/__init__.py" not in paths:
        pytest.fail("`ring/__init__.py` was not found; without it `ring/` is a folder and no regular package")

    assert bikes.bike_line("city-28") == "city-28: 28 inch, out"
    assert bikes.bike_line("cargo-26") == "cargo-26: 26 inch, in the yard"
    assert bikes.wheel_size("kids-16") == 16
    assert [hires.hire_total(bike) for bike in ("city-28", "kids-20", "cargo-26")] == [36, 8, 0]
    assert [prices.day_price(bike) for bike in ("race-25", "cargo-26", "city-28")] == [8, 12, 12]

    found = circle(arrows(submission, paths))
    if found:
        pytest.fail(f"the imports lead back to where they began: {' -> '.join(found)}")
    for sentence in [*hidden_imports(submission, paths), *written_twice(submission, paths)]:
        pytest.fail(sentence)
