"""The temperature log of Larch Hut, kept in a text file."""


def numbered_words(path):
    """Return the number and the words of each line that is meant as a reading."""
    found = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            words = line.split(maxsplit=2)
            if words and not line.startswith("#"):
                found.append((number, words))
    return found


def read_log(path):
    """Return a list of pairs (day, degrees); raise ValueError for a line that is no reading."""
    readings = []
    for number, words in numbered_words(path):
        try:
            readings.append((words[0], float(words[1])))
        except (IndexError, ValueError):
            raise ValueError(f"line {number} is no reading: {' '.join(words)}") from None
    return readings


def coldest(readings):
    """Return the day with the lowest temperature; raise ValueError if there are no readings."""
    return min(readings, key=lambda reading: reading[1])[0]


def write_frost(source, target):
    """Write the readings below 0 of the file source to the file target; return how many there are."""
    frosty = [(day, degrees) for day, degrees in read_log(source) if degrees < 0]
    with open(target, "a", encoding="utf-8") as file:
        file.writelines(f"{day}  {degrees:5.1f}\n" for day, degrees in frosty)
    return len(frosty)


def add_reading(path, day, degrees):
    """Add one reading at the end of a log."""
    with open(path, "a+", encoding="utf-8") as file:
        file.seek(0)
        before = file.read()
        if before and not before.endswith("\n"):
            file.write("\n")
        file.write(f"{day} {degrees}\n")


def remarks(path):
    """Return a dictionary from day to remark, for the days that have one."""
    return {words[0]: words[2].strip() for _, words in numbered_words(path) if len(words) == 3}
