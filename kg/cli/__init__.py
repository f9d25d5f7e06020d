"""The command line: parse, call, print."""

import sys
from collections.abc import Sequence

from kg.errors import KGError

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 1 when an answer is "no", 2 when the input cannot be used."""
    from kg.cli.parser import parser

    arguments = parser().parse_args(argv)
    try:
        from kg.cli import commands

        return int(getattr(commands, arguments.command)(arguments) or 0)
    except KGError as error:
        print(f"kg: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("kg: stopped; run the same command again to go on", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
