import inspect as i


def missing(m):
    "Names without docs."
    own = lambda x: (i.isclass(x) or i.isfunction(x)) and x.__module__ == m.__name__ and not (x.__doc__ or "").strip()
    return [m.__name__] * (not m.__doc__) + [n for n, _ in i.getmembers(m, own) if n[0] != "_"]
