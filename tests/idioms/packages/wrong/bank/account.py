class Account:
    def __init__(self, kind):
        self.kind = kind

    def rate(self):
        return 0

    def via(self):
        return 0

    def doubled(self):
        return 0
