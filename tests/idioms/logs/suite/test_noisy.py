import logging, unittest, warnings
import pytest
import noisy
from noisy import MyWarning


def test_caplog_text(caplog):
    noisy.work(2)
    assert "big" in caplog.text and "cart x" in caplog.text and "working" not in caplog.text


def test_caplog_level(caplog):
    with caplog.at_level(logging.INFO):
        noisy.work(1)
    assert "working 1" in caplog.text


def test_caplog_set_level(caplog):
    caplog.set_level(logging.INFO, logger="noisy")
    noisy.work(1)
    assert ("noisy", logging.INFO, "working 1") in caplog.record_tuples


def test_caplog_records(caplog):
    noisy.work(2)
    assert [r.levelname for r in caplog.records] == ["WARNING", "ERROR"] and caplog.records[1].name == "shop.cart"
    assert caplog.records[1].getMessage() == "cart x" and caplog.messages[0] == "big"


def test_exception(caplog):
    noisy.boom()
    assert "caught" in caplog.text and caplog.records[0].exc_info


def test_root(caplog):
    caplog.set_level(logging.DEBUG)
    noisy.debug()
    assert [r.message for r in caplog.records] == ["root debug", "root warn"]


def test_warns():
    with pytest.warns(DeprecationWarning, match="old"):
        assert noisy.old() == 1


def test_deprecated_call():
    with pytest.deprecated_call():
        noisy.old()


def test_warns_custom():
    with pytest.warns(MyWarning):
        noisy.custom()


def test_warns_user():
    with pytest.warns(UserWarning, match="mine"):
        noisy.custom()


def test_many():
    with pytest.warns() as record:
        noisy.many()
    assert [str(w.message) for w in record] == ["a", "b"] and record[1].category is FutureWarning


def test_catch():
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        noisy.old()
    assert len(seen) == 1 and issubclass(seen[0].category, DeprecationWarning)


def test_error():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(DeprecationWarning):
            noisy.old()


def test_recwarn(recwarn):
    noisy.many()
    assert len(recwarn) == 2


def test_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert noisy.work(1) == 1


class Logs(unittest.TestCase):
    def test_assert_logs(self):
        with self.assertLogs("noisy", level="INFO") as seen:
            noisy.work(2)
        self.assertEqual(seen.output, ["INFO:noisy:working 2", "WARNING:noisy:big"])

    def test_assert_logs_root(self):
        with self.assertLogs() as seen:
            noisy.work(2)
        self.assertEqual(len(seen.records), 3)

    def test_warns(self):
        with self.assertWarns(DeprecationWarning):
            noisy.old()
        with self.assertWarnsRegex(UserWarning, "mi"):
            noisy.custom()

    def test_no_logs(self):
        noisy.boom()
        with self.assertLogs("noisy", "ERROR") as seen:
            noisy.boom()
        self.assertIn("ZeroDivisionError", seen.output[0])
