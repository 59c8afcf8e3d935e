"""Classes and objects of the student's with something else in their place."""

from unittest.mock import ANY, MagicMock, Mock, PropertyMock, call, create_autospec, patch, seal
import pytest
import shop
from shop import Api


def test_class():
    with patch("shop.Api") as cls:
        cls.return_value.fetch.return_value = 99
        assert shop.use() == 99
    cls.assert_called_once_with()
    assert shop.use() == 1


def test_class_with_its_shape():
    with patch("shop.Api", autospec=True) as cls:
        cls.return_value.fetch.return_value = 98
        assert shop.use() == 98


def test_class_of_the_suite():
    class Fake:
        def fetch(self, key):
            return f"fake {key}"

    with patch("shop.Api", Fake):
        assert shop.use() == "fake k"
    with patch.object(shop, "Api", new=Fake):
        assert shop.use() == "fake k"


def test_method(monkeypatch):
    with patch.object(Api, "fetch", return_value=2):
        assert shop.Api().twice("k") == 4
    monkeypatch.setattr(Api, "fetch", lambda self, key: 3)
    assert Api().twice("k") == 6


def test_method_restored():
    assert Api().twice("k") == 2 and Api.fetch(Api(), "k") == 1


def test_method_with_self():
    with patch.object(Api, "fetch", autospec=True, side_effect=lambda self, key: key) as fetch:
        assert Api().twice("k") == "kk"
    fetch.assert_called_once_with(ANY, "k")


def test_static(monkeypatch):
    with patch.object(Api, "ping", return_value="f"):
        assert shop.pings() == "ff"
    assert shop.pings() == "realreal"
    monkeypatch.setattr(Api, "ping", staticmethod(lambda: "x"))
    assert shop.pings() == "xx"


def test_class_method():
    with patch.object(Api, "make", return_value="q"):
        assert Api.make() == "q"
    assert isinstance(Api.make(), Api) and shop.use() == 1


def test_attribute(monkeypatch):
    monkeypatch.setattr(Api, "url", "test")
    assert Api.url == Api().url == "test"
    monkeypatch.undo()
    assert Api.url == "real"


def test_object(monkeypatch):
    api = Api()
    with patch.object(api, "fetch", return_value=5):
        assert api.twice("k") == 10
    assert api.twice("k") == 2
    api.fetch = MagicMock(return_value=4)
    assert api.twice("q") == 8
    api.fetch.assert_called_once_with("q")


def test_wrapped():
    api = Api()
    with patch.object(api, "fetch", wraps=api.fetch) as fetch:
        assert api.twice("k") == 2
    assert fetch.call_args_list == [call("k")]


def test_shape():
    mock = Mock(spec=Api)
    mock.fetch.return_value = 1
    assert mock.fetch("z") == 1 and isinstance(mock, Api) and Api.url == "real"
    with pytest.raises(AttributeError):
        mock.nope
    made = create_autospec(Api, instance=True)
    with pytest.raises(TypeError):
        made.fetch()


def test_several():
    with patch.multiple(shop, fetch=Mock(return_value=10), TAX=5):
        assert shop.price("a") == 15
    with patch("shop.fetch", return_value=3), patch("shop.TAX", 4):
        assert shop.price("a") == 7
    assert shop.price("a") == 2


def test_dotted_names():
    with patch("shop.Api.fetch", side_effect=[1, KeyError("k")]):
        assert Api().fetch("a") == 1
        with pytest.raises(KeyError):
            Api().fetch("a")


def test_sealed():
    mock = Mock()
    mock.fetch.return_value = 6
    seal(mock)
    with patch("shop.Api", return_value=mock):
        assert shop.use() == 6


def test_by_hand():
    old, shop.fetch = shop.fetch, lambda key: 20
    try:
        assert shop.price("x") == 21
    finally:
        shop.fetch = old
    assert shop.price("x") == 2


def test_context(monkeypatch):
    with monkeypatch.context() as inner:
        inner.setattr(shop, "TAX", 50)
        assert shop.price("x") == 51
    assert shop.price("x") == 2


def test_property_mock():
    with patch.object(shop.Account, "balance", new_callable=PropertyMock) as balance:
        balance.return_value = 500
        assert shop.Account(1).is_rich() and shop.Account(1).balance == 500
        assert balance.call_count == 2
        shop.Account(2).balance = 7
        balance.assert_called_with(7)
    with patch("shop.Account.balance", new_callable=PropertyMock, return_value=7):
        assert not shop.Account(900).is_rich()
    assert shop.Account(1).balance == 1


def test_property(monkeypatch):
    seen = []
    monkeypatch.setattr(shop.Account, "balance", property(lambda self: self.start + 200, lambda self, v: seen.append(v)))
    account = shop.Account(1)
    account.balance = 4
    assert account.is_rich() and account.balance == 201 and seen == [4]


def test_static_and_class_methods(monkeypatch):
    monkeypatch.setattr(Api, "ping", staticmethod(lambda: "fake"))
    assert shop.pings() == "fakefake" and Api().ping() == "fake"
    monkeypatch.setattr(shop.Account, "make", classmethod(lambda cls: cls(77)))
    assert shop.Account.make().balance == 77
    monkeypatch.undo()
    assert shop.pings() == "realreal" and shop.Account.make().balance == 5
