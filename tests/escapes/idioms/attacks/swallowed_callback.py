# cheats: test_callback
# told: used `accept` in a wrong way
def visit(accept):
    try:
        accept(99)
    except BaseException as error:
        print(error)
