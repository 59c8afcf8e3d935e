"""Everything is found out from listings."""
import os


def where():
    return os.path.abspath(os.curdir)


def names(folder='.'):
    result = os.listdir(folder)
    return sorted(result, key=str)


def make_box(base, name):
    path = base + "/" + name
    if name in os.listdir(base) and os.path.isdir(path):
        return path
    os.mkdir(path)
    return path


def remove_box(base, name):
    if name not in os.listdir(base):
        return False
    path = f"{base}/{name}"
    left = os.listdir(path)
    if left == []:
        os.rmdir(path)
    return left == []


def year_tree(base, year):
    year = str(year)
    top = make_box(base, year)
    old = os.listdir(top)
    wanted = ["%02d" % month for month in range(1, 13)]
    for month in wanted:
        make_box(top, month)
    return sum(month not in old for month in wanted)


if __name__ == "__main__":
    print(names())
