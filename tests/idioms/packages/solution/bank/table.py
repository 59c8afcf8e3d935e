RATES = {"a": 1}


def get(kind):
    return RATES[kind]
