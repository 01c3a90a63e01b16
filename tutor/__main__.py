"""What `dltutor` and `python -m tutor` call. Ctrl-C is no fault from the first moment on, while all is imported."""

import sys


def main() -> None:
    """Runs the command; 130, as a shell has it, after Ctrl-C."""
    try:
        from tutor.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
