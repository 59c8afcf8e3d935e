double = lambda x: x + x

__name__ == "__main__" and print(double(int(input("Number? "))))
