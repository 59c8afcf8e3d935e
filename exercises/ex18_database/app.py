"""The board beside the door of the tool library."""


def main():
    """Print the three lines of the board."""


if __name__ == "__main__":
    main()
