class X(BaseException):
    pass


raise X("x")
