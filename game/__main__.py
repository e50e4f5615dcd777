"""`python -m game` and the `upswing` command."""

from game.cli import main

if __name__ == "__main__":
    main()
