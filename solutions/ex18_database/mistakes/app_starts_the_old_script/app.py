"""The board beside the door of the tool library."""


def main():
    """Print the three lines of the board."""
    import library


if __name__ == "__main__":
    main()
