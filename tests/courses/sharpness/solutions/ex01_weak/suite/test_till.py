"""Values only."""

import pytest

import till


@pytest.mark.check("add adds", concepts=("sums",))
def test_add():
    assert till.add(2, 2) == 4


@pytest.mark.check("add adds again", concepts=("sums",))
def test_add_again():
    assert till.add(2, 2) == 4


@pytest.mark.check("share divides", concepts=("sharing",))
def test_share():
    assert till.share(8, 2) == 4
