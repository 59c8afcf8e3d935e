"""The log of the hut, one small step after the other."""


def is_reading(line):
    if line.strip() == "":
        return False
    if line[0] == "#":
        return False
    return True


def read_log(path):
    file = open(path)
    lines = file.readlines()
    file.close()
    result = []
    number = 0
    for line in lines:
        number = number + 1
        if is_reading(line):
            parts = line.strip().split()
            if len(parts) < 2:
                raise ValueError("There are no degrees on line " + str(number))
            try:
                degrees = float(parts[1])
            except ValueError:
                raise ValueError("The degrees on line " + str(number) + " are no number")
            result.append((parts[0], degrees))
    return result


def coldest(readings):
    if len(readings) == 0:
        raise ValueError("no readings")
    best_day = readings[0][0]
    best_degrees = readings[0][1]
    for day, degrees in readings:
        if degrees < best_degrees:
            best_day = day
            best_degrees = degrees
    return best_day


def write_frost(source, target):
    count = 0
    text = ""
    for day, degrees in read_log(source):
        if degrees < 0:
            shown = str(round(degrees, 1))
            text = text + day + "  " + shown.rjust(5) + "\n"
            count = count + 1
    file = open(target, "w")
    file.write(text)
    file.close()
    return count


def add_reading(path, day, degrees):
    try:
        file = open(path)
        old = file.read()
        file.close()
    except FileNotFoundError:
        old = ""
    if old != "" and old[-1] != "\n":
        old = old + "\n"
    file = open(path, "w")
    file.write(old + day + " " + str(degrees) + "\n")
    file.close()


def remarks(path):
    result = {}
    file = open(path)
    for line in file:
        if is_reading(line):
            parts = line.strip().split()
            if len(parts) > 2:
                rest = line.strip()
                rest = rest[len(parts[0]) :].strip()
                rest = rest[len(parts[1]) :].strip()
                result[parts[0]] = rest
    file.close()
    return result
