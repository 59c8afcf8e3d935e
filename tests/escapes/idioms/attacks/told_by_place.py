# cheats: test_raises
# told: stopped with an error: SyntaxError
def bad():
    raise SyntaxError("x", (os.path.join(os.getcwd(), "asked for SECRET-4711"), 10**30, 1, "abc"))
