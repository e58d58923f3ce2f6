"""The demo: twelve fictional projects in the states they describe, made only through the operations."""

from milestones.demo.load import load

__all__ = ["load"]
