def count(place):
    number = 1
    for branch in place["branches"]:
        number = number + count(branch)
    return number


def total(place):
    minutes = place["minutes"]
    for branch in place["branches"]:
        minutes = minutes + total(branch)
    return minutes


def farthest(place):
    longest = 0
    for branch in place["branches"]:
        minutes = farthest(branch)
        if minutes > longest:
            longest = minutes
    return place["minutes"] + longest


def path_to(place, name):
    path = []
    if find(place, name, path):
        return path
    else:
        return []


def find(place, name, path):
    path.append(place["name"])
    if place["name"] == name:
        return True
    for branch in place["branches"]:
        if find(branch, name, path):
            return True
    path.pop()
    return False


def outline(place):
    lines = []
    collect(place, "", lines)
    text = ""
    for line in lines:
        if text != "":
            text = text + "\n"
        text = text + line
    return text


def collect(place, blanks, lines):
    lines.append(blanks + place["name"])
    for branch in place["branches"]:
        collect(branch, blanks + "  ", lines)


known = {}


def ways(steps):
    if steps == 0:
        return 1
    if steps == 1:
        return 1
    if steps in known:
        return known[steps]
    answer = ways(steps - 1) + ways(steps - 2)
    known[steps] = answer
    return answer
