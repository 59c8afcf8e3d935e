# cheats: test_raises
# told: stopped with an error: SyntaxError
def bad():
    raise SyntaxError("x", ("student.py", 1, 1, "abc", 1, 2 * 10**9))
