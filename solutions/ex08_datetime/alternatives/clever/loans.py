import datetime as dt

_TO_MONDAY = {5: 2, 6: 1}

days_left = lambda due, today: due.toordinal() - today.toordinal()
is_overdue = lambda due, today: days_left(due, today) < 0
label = "{:%a %d %b %Y}".format
parse = dt.date.fromisoformat


def due_date(start, days):
    if not days >= 1:
        raise ValueError(days)
    return dt.date.fromordinal(start.toordinal() + days)


def due_workday(start, days):
    due = due_date(start, days)
    return due + dt.timedelta(_TO_MONDAY.get(due.weekday(), 0))
