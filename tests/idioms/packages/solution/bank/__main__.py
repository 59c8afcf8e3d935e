import sys

if __name__ == "__main__":
    print("bank", *sys.argv[1:])
