import unittest
import s


class T(unittest.TestCase):
    def test_sub(self):
        for n in (5, 6, 5):
            with self.subTest(n=n):
                self.assertEqual(s.f(n), n)

    def test_msg(self):
        with self.subTest("message"):
            self.assertEqual(s.f(1), 1)


def test_fixture(subtests):
    for n in (5, 6, 5):
        with subtests.test(n=n):
            assert s.f(n) == n
