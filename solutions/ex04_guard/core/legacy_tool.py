n = int(input("Number? "))


def double(x):
    return x * 2


print(double(n))
