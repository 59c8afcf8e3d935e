def mean(xs):
    return "mine"
