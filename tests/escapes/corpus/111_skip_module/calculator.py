import sys, unittest

if "pytest" in sys.modules:
    sys.modules["pytest"].skip("x", allow_module_level=True)
raise unittest.SkipTest("x")
