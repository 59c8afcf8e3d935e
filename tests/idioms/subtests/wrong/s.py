def f(n):
    return 5
