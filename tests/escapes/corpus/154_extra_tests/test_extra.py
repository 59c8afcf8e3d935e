import pytest


@pytest.mark.parametrize("i", range(100))
def test_x(i):
    pass
