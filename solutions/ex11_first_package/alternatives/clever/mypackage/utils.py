def some_function(): return f"{__name__.rpartition('.')[2]} works"
