"""Try out the new package of Spoke & Co."""

def main():
    import mypackage.utils
    from mypackage import mathutils
    from mypackage.stringutils import title_case

    print(mypackage.utils.some_function())
    print(mathutils.square(4))
    print(title_case("green city bike"))


main()
