"""Servanda: the working register of cooperation between states."""

__version__ = "0.1.0"
