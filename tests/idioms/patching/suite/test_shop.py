import os, random, time, datetime, builtins, sys
import unittest
from unittest import mock
from unittest.mock import patch, Mock, MagicMock, mock_open, call, ANY, sentinel, create_autospec, PropertyMock
import pytest
import shop
from shop import Api


def test_patch_function():
    with patch("shop.fetch", return_value=10) as mocked:
        assert shop.price("a") == 15
    mocked.assert_called_once_with("a")


@patch("shop.fetch")
def test_patch_decorator(mocked):
    mocked.return_value = 2
    assert shop.price("x") == 3
    assert mocked.call_args == call("x")
    assert mocked.called


@patch.object(shop, "fetch", lambda key: 4)
def test_patch_object_module():
    assert shop.price("x") == 6


def test_monkeypatch_function(monkeypatch):
    monkeypatch.setattr(shop, "fetch", lambda key: 8)
    assert shop.price("x") == 12


def test_monkeypatch_name(monkeypatch):
    monkeypatch.setattr("shop.fetch", lambda key: 8)
    assert shop.price("x") == 12


def test_monkeypatch_constant(monkeypatch):
    monkeypatch.setattr(shop, "TAX", 0)
    monkeypatch.setattr(shop, "fetch", lambda key: 8)
    assert shop.price("x") == 8


def test_constant_restored():
    assert shop.TAX == 0.5
    with patch("shop.TAX", 1):
        assert shop.TAX == 1
    assert shop.TAX == 0.5


def test_restored():
    with pytest.raises(RuntimeError, match="network"):
        shop.price("a")


def test_patch_method():
    with patch.object(Api, "fetch", return_value=5) as mocked:
        assert shop.api_price("k") == 5
    mocked.assert_called_once_with("k")


def test_patch_method_autospec():
    with patch.object(Api, "fetch", autospec=True, return_value=5) as mocked:
        assert shop.api_price("k") == 5
    mocked.assert_called_once_with(ANY, "k")


def test_patch_function_autospec():
    with patch("shop.fetch", autospec=True, return_value=2):
        assert shop.price("a") == 3
        with pytest.raises(TypeError):
            shop.fetch()


def test_patch_method_string():
    with patch("shop.Api.fetch", side_effect=lambda key: key * 2):
        assert shop.api_price("k") == "kk"


def test_patch_static():
    with patch.object(Api, "ping", return_value="fake"):
        assert shop.ping() == "fake"
    assert shop.ping() == "real"


def test_patch_class():
    with patch("shop.Api") as cls:
        cls.return_value.fetch.return_value = 99
        assert shop.api_price("z") == 99
        cls.return_value.fetch.assert_called_with("z")


def test_patch_class_autospec():
    with patch("shop.Api", autospec=True) as cls:
        cls.return_value.fetch.return_value = 98
        assert shop.api_price("z") == 98


def test_patch_class_attribute():
    with patch.object(Api, "url", "fake"):
        assert Api.url == "fake" and Api().url == "fake"
    assert Api.url == "http"


def test_patch_instance():
    api = Api()
    with patch.object(api, "fetch", return_value=1):
        assert api.fetch("q") == 1
    with pytest.raises(RuntimeError):
        api.fetch("q")


def test_patch_multiple():
    with patch.multiple("shop", fetch=Mock(return_value=1), TAX=1):
        assert shop.price("a") == 2


def test_randint_name(monkeypatch):
    monkeypatch.setattr("random.randint", lambda a, b: b)
    assert shop.roll() == 6


def test_randint_patch():
    with patch("random.randint", side_effect=[3, 4]):
        assert [shop.roll(), shop.roll()] == [3, 4]


def test_randint_module_patch():
    with patch("shop.random.randint", return_value=2) as r:
        assert shop.roll() == 2
    r.assert_called_once_with(1, 6)


def test_random_module_replaced():
    with patch("shop.random") as r:
        r.randint.return_value = 77
        assert shop.roll() == 77


def test_choice(monkeypatch):
    monkeypatch.setattr(random, "choice", lambda seq: seq[-1])
    assert shop.pick([1, 2, 3]) == 3


def test_seed():
    random.seed(42)
    mine = [random.randint(1, 6) for _ in range(5)]
    random.seed(42)
    assert [shop.roll() for _ in range(5)] == mine


def test_seed_shuffle():
    random.seed(1)
    a = list(range(10))
    random.shuffle(a)
    random.seed(1)
    b = list(range(10))
    assert shop.shuffle(b) == a
    assert b == a


def test_seed_repeat():
    random.seed(7)
    first = shop.roll(), shop.roll()
    random.seed(7)
    assert (shop.roll(), shop.roll()) == first


def test_sleep_patch():
    with patch("time.sleep") as sleep:
        assert shop.wait() == "waited"
    sleep.assert_called_once_with(10)


def test_sleep_monkeypatch(monkeypatch):
    calls = []
    monkeypatch.setattr(time, "sleep", calls.append)
    shop.wait()
    assert calls == [10]


def test_sleep_in_module():
    with patch("shop.time.sleep", return_value=None) as sleep:
        shop.wait()
    assert sleep.call_count == 1


def test_time(monkeypatch):
    monkeypatch.setattr("time.time", lambda: 5.5)
    assert shop.now() == 5.5


def test_date_class():
    with patch("shop.datetime") as dt:
        dt.date.today.return_value = datetime.date(2000, 1, 2)
        assert shop.today() == "2000-01-02"


def test_date_subclass(monkeypatch):
    class Fake(datetime.date):
        @classmethod
        def today(cls):
            return datetime.date(1999, 1, 1)

    monkeypatch.setattr(datetime, "date", Fake)
    assert shop.today() == "1999-01-01"


def test_environ_patch_dict():
    with patch.dict(os.environ, {"SHOP_HOME": "here"}):
        assert shop.home() == "here"
    assert shop.home() == "none"


@patch.dict("os.environ", {"SHOP_KEY": "k"}, clear=True)
def test_environ_decorator():
    assert shop.getenv() == "k"


def test_setenv(monkeypatch):
    monkeypatch.setenv("SHOP_HOME", "there")
    assert shop.home() == "there"
    monkeypatch.delenv("SHOP_HOME")
    assert shop.home() == "none"


def test_mock_open():
    with patch("builtins.open", mock_open(read_data="data")) as opened:
        assert shop.read("f.txt") == "data"
    opened.assert_called_once_with("f.txt")


def test_mock_open_module():
    with patch("shop.open", mock_open(read_data="data"), create=True) as opened:
        assert shop.read("f.txt") == "data"
    opened.assert_called_once_with("f.txt")


def test_mock_open_write():
    m = mock_open()
    with patch("builtins.open", m):
        shop.write("f", "text")
    m.assert_called_once_with("f", "w")
    m().write.assert_called_once_with("text")


def test_patch_len_create():
    with patch("shop.len", create=True, return_value=42):
        assert shop.length([]) == 42
    assert shop.length([1]) == 1


def test_patch_dict_student():
    with patch.dict(shop.PRICES, {"a": 5, "b": 6}):
        assert shop.cost("a") == 5 and shop.cost("b") == 6
    assert shop.cost("a") == 1


def test_patch_dict_by_name():
    with patch.dict("shop.PRICES", {"c": 9}, clear=True):
        assert shop.cost("c") == 9
    assert shop.PRICES == {"a": 1}


def test_monkeypatch_setitem(monkeypatch):
    monkeypatch.setitem(shop.PRICES, "q", 11)
    assert shop.cost("q") == 11


def test_os_path_exists():
    with patch("os.path.exists", return_value=True) as e:
        assert shop.exists("/nope") is True
    e.assert_called_once_with("/nope")


def test_imported_name():
    with patch("shop.root", return_value=3.5):
        assert shop.hyp(4) == 3.5


def test_wraps():
    with patch("shop.length", wraps=shop.length) as w:
        assert shop.length("abc") == 3
    w.assert_called_once_with("abc")


def test_create_autospec():
    spec = create_autospec(Api)
    spec.return_value.fetch.return_value = 3
    assert spec().fetch("a") == 3
    with pytest.raises(AttributeError):
        spec().nope


def test_mock_spec():
    m = Mock(spec=Api)
    m.fetch.return_value = 1
    assert m.fetch("z") == 1 and isinstance(m, Api)


def test_listdir():
    with patch("os.listdir", return_value=["b", "a"]):
        assert shop.listing() == ["a", "b"]


def test_start_stop():
    patcher = patch("shop.fetch", return_value=6)
    patcher.start()
    try:
        assert shop.price("a") == 9
    finally:
        patcher.stop()


class SetUp(unittest.TestCase):
    def setUp(self):
        p = patch("shop.fetch", return_value=4)
        self.mocked = p.start()
        self.addCleanup(p.stop)

    def test_it(self):
        self.assertEqual(shop.price("x"), 6)
        self.mocked.assert_called_once()


@patch("shop.fetch", return_value=2)
class ClassPatch(unittest.TestCase):
    def test_it(self, mocked):
        self.assertEqual(shop.price("x"), 3)


def test_sentinel():
    with patch("shop.fetch", return_value=sentinel.x):
        assert shop.fetch(1) is sentinel.x


def test_side_effect_exception():
    with patch("shop.fetch", side_effect=KeyError("k")):
        with pytest.raises(KeyError, match="k"):
            shop.price(1)
