"""The ways of test classes: mixins, preparations of every reach, questions of every kind."""

import unittest
import cache
from cache import Cache, LastOut


def setUpModule():
    global shared
    shared = Cache(1)
    shared["m"] = 1


class CacheMixin:
    kind = None

    def make(self, size=2):
        return self.kind(size)

    def assertHolds(self, found, *keys):
        self.assertEqual(sorted(found), sorted(keys))

    def test_put(self):
        made = self.make()
        made["a"] = 1
        self.assertEqual(made["a"], 1)
        self.assertHolds(made, "a")

    def test_missing(self):
        with self.assertRaises(KeyError) as caught:
            self.make()["q"]
        self.assertEqual(caught.exception.args, ("q",))

    def test_size(self):
        with self.assertRaisesRegex(ValueError, "positive"):
            self.make(0)

    def test_repr(self):
        self.assertEqual(repr(self.make(3)), f"{self.kind.__name__}(3)")


class TestCache(CacheMixin, unittest.TestCase):
    kind = Cache

    def test_first_out(self):
        made = self.make()
        made["a"] = made["b"] = made["c"] = 1
        self.assertHolds(made, "b", "c")


class TestLastOut(CacheMixin, unittest.TestCase):
    kind = cache.LastOut

    def test_last_out(self):
        made = self.make()
        made["a"] = made["b"] = made["c"] = 1
        self.assertHolds(made, "a", "c")


class Prepared(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = cache.open_cache(3)
        cls.shared["c"] = 5

    @classmethod
    def tearDownClass(cls):
        cls.shared = None

    def setUp(self):
        self.own = Cache()
        self.own["s"] = 1
        self.addCleanup(self.own.data.clear)

    def test_class(self):
        self.assertEqual(self.shared["c"], 5)

    def test_class_again(self):
        self.assertEqual(len(self.shared), 1)

    def test_own(self):
        self.assertEqual(list(self.own), ["s"])

    def test_module(self):
        self.assertEqual(shared["m"], 1)

    def test_each(self):
        for key in "abc":
            with self.subTest(key=key):
                self.own[key] = key
                self.assertEqual(self.own[key], key)

    def test_questions(self):
        self.assertIsInstance(LastOut(), Cache)
        self.assertIs(self.own, self.own)
        self.assertTrue(issubclass(LastOut, Cache))
        self.assertGreater(len(self.own), 0)
        self.assertIn("s", list(self.own))
        self.assertCountEqual(self.own, ["s"])
        self.assertDictEqual(self.own.data, {"s": 1})


class Derived(unittest.TestCase):
    def test_own_missing(self):
        class Counting(Cache):
            def __missing__(self, key):
                self[key] = len(key)
                return self[key]

        made = Counting()
        self.assertEqual(made["four"], 4)
        self.assertEqual(list(made), ["four"])

    def test_own_evict(self):
        gone = []

        class Telling(Cache):
            def evict(self):
                gone.append(next(iter(self)))
                super().evict()

        made = Telling(1)
        made["a"] = made["b"] = 1
        self.assertEqual((gone, list(made)), (["a"], ["b"]))


class Waiting(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.loaded = await cache.load("a")

    async def test_load(self):
        self.assertEqual(self.loaded, "aa")
        self.assertEqual(await cache.load("b"), "bb")
