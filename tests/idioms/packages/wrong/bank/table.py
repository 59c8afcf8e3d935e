RATES = {"b": 1}


def get(kind):
    return None
