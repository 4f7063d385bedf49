"""`python -m servanda`."""

from servanda.faces.cli import run

if __name__ == "__main__":
    run()
