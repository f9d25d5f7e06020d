"""Company registers: imported once into one SQLite file, then found by name and by identifier."""

from kg.resolve.registers.entry import Counts, Entry, RegisterInfo, Relation
from kg.resolve.registers.register import Register
from kg.resolve.registers.schema import default_path
from kg.resolve.registers.source import KINDS, Added, add

__all__ = ["KINDS", "Added", "Counts", "Entry", "Register", "RegisterInfo", "Relation", "add", "default_path"]
