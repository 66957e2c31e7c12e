"""`python -m onrecord`: the same as the command `onrecord`."""

from onrecord.views.cli import main

if __name__ == "__main__":
    main()
