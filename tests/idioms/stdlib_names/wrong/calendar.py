def today():
    return 0
