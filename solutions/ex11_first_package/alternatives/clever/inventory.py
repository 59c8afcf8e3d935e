import pkgutil

modules_of = lambda package: sorted(name for _, name, is_package in pkgutil.iter_modules(package.__path__))
