"""Small helpers of Spoke & Co."""


def square(x):
    return x * x
