def main(argv=None):
    return None


def quit_with(code):
    return None


VALUE = 0


def ask():
    return ""
